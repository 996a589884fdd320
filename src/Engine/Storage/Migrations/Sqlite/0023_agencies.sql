-- Reorganisations and changes of holders, each with its decision and the version of the catalogue it made. places: the codes it touches, with a blank around each. body: what changed.
create table agency_act (
  number     integer not null primary key,
  version    integer not null,
  kind       text    not null,
  places     text    not null,
  body       text    not null,
  act_number text    not null,
  signed_on  text    not null,
  from_day   text    not null,
  by         text    not null,
  at         integer not null
) strict;
create trigger agency_act_no_update before update on agency_act begin select raise(abort, 'agency_act is written once'); end;
create trigger agency_act_no_delete before delete on agency_act begin select raise(abort, 'agency_act is written once'); end;

-- Dossiers and accounts of places that ceased or moved, to be handed to the agency that takes over, on the day itself.
create table agency_carry (
  number  integer not null primary key references agency_act (number),
  due_on  text    not null,
  done_at integer
) strict;
create index agency_carry_due on agency_carry (due_on) where done_at is null;

-- What administrators did to accounts.
create table account_act (
  account text    not null references account (id),
  number  integer not null,
  kind    text    not null,
  said    text    not null,
  by      text    not null,
  at      integer not null,
  primary key (account, number)
) strict;
create trigger account_act_no_update before update on account_act begin select raise(abort, 'account_act is written once'); end;
create trigger account_act_no_delete before delete on account_act begin select raise(abort, 'account_act is written once'); end;

create index account_agency on account (agency);
