-- Registered systems that hand in for applicants: each change is a row of its own, the last one holds.
create table connected_system (
  key      text    not null,
  revision integer not null,
  body     text    not null,
  at       integer not null,
  by       text    not null,
  reason   text    not null,
  primary key (key, revision)
) strict;

-- By which code another system knows a dossier; the same stands in the dossier's journal.
create table foreign_code (
  system       text not null,
  foreign_code text not null,
  code         text not null unique,
  primary key (system, foreign_code)
) strict;

-- What was received from registered systems, and what became of it. Nothing of what it said about people.
create table inbound_message (
  number  integer primary key autoincrement,
  system  text    not null,
  message text    not null,
  kind    text,
  at      integer not null,
  outcome text    not null,
  refusal text,
  said    text,
  code    text
) strict;
create index inbound_message_system on inbound_message (system, number desc);
create index inbound_message_refused on inbound_message (number desc) where outcome = 'refused';
