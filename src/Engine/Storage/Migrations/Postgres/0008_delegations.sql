-- Who stands in for whom, from which day to which (uỷ quyền, người làm thay). place and position null: all posts.
create table delegation (
  id            text collate "C" primary key,
  principal     text        not null,
  substitute    text        not null,
  kind          text        not null,
  place         text,
  position      text,
  from_day      date        not null,
  to_day        date        not null,
  reason        text        not null,
  registered_by text        not null,
  registered_at timestamptz not null,
  check (to_day >= from_day),
  check ((place is null) = (position is null))
);
create index delegation_substitute on delegation (substitute, to_day);
create index delegation_principal on delegation (principal, to_day);

-- A delegation that was called off before its last day; nothing is ever edited.
create table delegation_revocation (
  delegation text collate "C" primary key references delegation (id),
  by         text        not null,
  at         timestamptz not null,
  reason     text
);
create trigger written_for_good before update or delete on delegation for each row execute function written_for_good();
create trigger written_for_good before update or delete on delegation_revocation for each row execute function written_for_good();
