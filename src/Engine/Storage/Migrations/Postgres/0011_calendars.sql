-- Calendars that were drawn up; one comes into force only by a decision.
create table calendar_proposal (
  number     integer     not null primary key,
  revision   integer     not null,
  based_on   integer     not null,
  title      text        not null,
  body       text        not null,
  status     text        not null,
  version    integer,
  changed_by text        not null,
  changed_at timestamptz not null
);

-- By which decision a version of the calendar came into force, and what it does to promises already printed. The version a province was set up with has none.
create table calendar_decision (
  version   integer     not null primary key,
  number    text        not null,
  signed_on date        not null,
  signer    text        not null,
  reason    text        not null,
  basis     text        not null,
  promises  text        not null,
  proposal  integer     not null references calendar_proposal (number),
  by        text        not null,
  at        timestamptz not null
);
create trigger written_for_good before update or delete on calendar_decision for each row execute function written_for_good();
create trigger written_for_good before update or delete on reference_book for each row execute function written_for_good();

-- How far the running dossiers were brought along with a version. Everything is walked twice: a command that was under way when the calendar changed may have written by the old one.
create table calendar_carry (
  version     integer     not null primary key,
  pass        integer     not null,
  after       text        not null,
  seen        integer     not null,
  moved       integer     not null,
  confirmed   integer     not null,
  started_at  timestamptz not null,
  lease       timestamptz not null,
  finished_at timestamptz
);
