-- Who stands in for whom, from which day to which (uỷ quyền, người làm thay). place and position null: all posts.
create table delegation (
  id            text    primary key,
  principal     text    not null,
  substitute    text    not null,
  kind          text    not null,
  place         text,
  position      text,
  from_day      text    not null,
  to_day        text    not null,
  reason        text    not null,
  registered_by text    not null,
  registered_at integer not null,
  check (to_day >= from_day),
  check ((place is null) = (position is null))
) strict;
create index delegation_substitute on delegation (substitute, to_day);
create index delegation_principal on delegation (principal, to_day);

-- A delegation that was called off before its last day; nothing is ever edited.
create table delegation_revocation (
  delegation text    primary key references delegation (id),
  by         text    not null,
  at         integer not null,
  reason     text
) strict;
create trigger delegation_no_update before update on delegation begin select raise(abort, 'delegation is written once'); end;
create trigger delegation_no_delete before delete on delegation begin select raise(abort, 'delegation is written once'); end;
create trigger delegation_revocation_no_update before update on delegation_revocation begin select raise(abort, 'delegation_revocation is written once'); end;
create trigger delegation_revocation_no_delete before delete on delegation_revocation begin select raise(abort, 'delegation_revocation is written once'); end;
