-- Registered systems that hand in for applicants: each change is a row of its own, the last one holds.
create table connected_system (
  key      text collate "C" not null,
  revision integer          not null,
  body     text             not null,
  at       timestamptz      not null,
  by       text             not null,
  reason   text             not null,
  primary key (key, revision)
);

-- By which code another system knows a dossier; the same stands in the dossier's journal.
create table foreign_code (
  system       text             not null,
  foreign_code text             not null,
  code         text collate "C" not null unique,
  primary key (system, foreign_code)
);

-- What was received from registered systems, and what became of it. Nothing of what it said about people.
create table inbound_message (
  number  bigint generated always as identity primary key,
  system  text        not null,
  message text        not null,
  kind    text,
  at      timestamptz not null,
  outcome text        not null,
  refusal text,
  said    text,
  code    text collate "C"
);
create index inbound_message_system on inbound_message (system, number desc);
create index inbound_message_refused on inbound_message (number desc) where outcome = 'refused';
