-- Calendars that were drawn up; one comes into force only by a decision.
create table calendar_proposal (
  number     integer not null primary key,
  revision   integer not null,
  based_on   integer not null,
  title      text    not null,
  body       text    not null,
  status     text    not null,
  version    integer,
  changed_by text    not null,
  changed_at integer not null
) strict;

-- By which decision a version of the calendar came into force, and what it does to promises already printed. The version a province was set up with has none.
create table calendar_decision (
  version   integer not null primary key,
  number    text    not null,
  signed_on text    not null,
  signer    text    not null,
  reason    text    not null,
  basis     text    not null,
  promises  text    not null,
  proposal  integer not null references calendar_proposal (number),
  by        text    not null,
  at        integer not null
) strict;
create trigger calendar_decision_no_update before update on calendar_decision begin select raise(abort, 'calendar_decision is written once'); end;
create trigger calendar_decision_no_delete before delete on calendar_decision begin select raise(abort, 'calendar_decision is written once'); end;
create trigger reference_book_no_update before update on reference_book begin select raise(abort, 'reference_book is written once'); end;
create trigger reference_book_no_delete before delete on reference_book begin select raise(abort, 'reference_book is written once'); end;

-- How far the running dossiers were brought along with a version. Everything is walked twice: a command that was under way when the calendar changed may have written by the old one.
create table calendar_carry (
  version     integer not null primary key,
  pass        integer not null,
  after       text    not null,
  seen        integer not null,
  moved       integer not null,
  confirmed   integer not null,
  started_at  integer not null,
  lease       integer not null,
  finished_at integer
) strict;
