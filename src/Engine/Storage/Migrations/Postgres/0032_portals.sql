-- Portals are told from here on: earlier rows were never sent to anybody.
drop table outbox;

-- What a portal is to be told, one row for each message; written with the journal line that caused it, and kept with what became of it. What it says is built from the journal.
create table outbox (
  id      bigint generated always as identity primary key,
  target  text             not null,
  code    text collate "C" not null,
  number  integer          not null,
  service text             not null,
  status  integer          not null,
  at      timestamptz      not null,
  state   text             not null default 'waiting',
  tries   integer          not null default 0,
  done_at timestamptz,
  receipt text,
  fault   text,
  by      text,
  unique (code, target, number, service)
);
create index outbox_undone on outbox (target, code, number) where done_at is null;
create index outbox_stuck on outbox (target, id) where state in ('held', 'dead');
create index outbox_done on outbox (target, done_at) where done_at is not null;

-- One lane for each portal and dossier: its messages go one after the other. next_at: from when a host may take it up; a host that has it holds the fence's number.
create table portal_lane (
  target       text             not null,
  code         text collate "C" not null,
  written      integer          not null,
  settled      integer          not null default 0,
  waits_from   timestamptz,
  next_at      timestamptz,
  fence        integer          not null default 0,
  tries        integer          not null default 0,
  state        text             not null default 'open',
  foreign_code text,
  fault        text,
  primary key (target, code)
);
create index portal_lane_next on portal_lane (target, next_at) where next_at is not null;
create index portal_lane_pending on portal_lane (target, waits_from) where written > settled;

-- How a portal is: paused by people, or resting because it does not answer (cầu dao).
create table portal_standing (
  target        text    primary key,
  paused        boolean not null default false,
  paused_by     text,
  paused_at     timestamptz,
  reason        text,
  failures      integer not null default 0,
  resting_until timestamptz,
  fault         text,
  fault_at      timestamptz
);

-- Who changed the portals' book, when and why.
create table portal_revision (
  version integer     primary key,
  at      timestamptz not null,
  by      text        not null,
  reason  text        not null
);
