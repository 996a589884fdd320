-- Reorganisations and changes of holders, each with its decision and the version of the catalogue it made. places: the codes it touches, with a blank around each. body: what changed.
create table agency_act (
  number     integer not null primary key,
  version    integer not null,
  kind       text    not null,
  places     text    not null,
  body       text    not null,
  act_number text    not null,
  signed_on  date    not null,
  from_day   date    not null,
  by         text    not null,
  at         timestamptz not null
);
create trigger written_for_good before update or delete on agency_act for each row execute function written_for_good();

-- Dossiers and accounts of places that ceased or moved, to be handed to the agency that takes over, on the day itself.
create table agency_carry (
  number  integer not null primary key references agency_act (number),
  due_on  date    not null,
  done_at timestamptz
);
create index agency_carry_due on agency_carry (due_on) where done_at is null;

-- What administrators did to accounts.
create table account_act (
  account text collate "C" not null references account (id),
  number  integer not null,
  kind    text    not null,
  said    text    not null,
  by      text    not null,
  at      timestamptz not null,
  primary key (account, number)
);
create trigger written_for_good before update or delete on account_act for each row execute function written_for_good();

create index account_agency on account (agency);
