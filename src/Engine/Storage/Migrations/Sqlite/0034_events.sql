-- One line for each commit that adds to a dossier's journal: which lines, and how the dossier stands after them. Gone when the lines have their numbers in the feed.
create table happening (
  id          integer primary key,
  code        text not null,
  first       integer not null,
  last        integer not null,
  status      text not null,
  version     text,
  promised_at integer,
  due_at      integer,
  taken       integer not null default 0
) strict;
create index happening_taken on happening (id) where taken = 1;

-- Everything that happened, numbered without gaps in the order in which it was committed: whoever has read up to a number misses nothing that comes later. source: dossier (code and line of its journal) or version (code of its draft).
create table event_feed (
  number         integer primary key,
  source         text not null,
  code           text not null,
  line           integer not null,
  kind           text not null,
  at             integer not null,
  procedure_code text not null,
  status         text,
  version        text,
  promised_at    integer,
  due_at         integer,
  unique (source, code, line, kind)
) strict;

-- Who is told of events by posting them (đăng ký nhận sự kiện). kinds and procedures: words with spaces between; empty for all. agency: only what that agency may see.
create table subscription (
  id         integer primary key,
  name       text not null,
  address    text not null,
  secret     text not null,
  kinds      text not null,
  procedures text not null,
  agency     text,
  from_at    integer not null,
  until_at   integer,
  paused_at  integer,
  paused_why text,
  ended_at   integer,
  length     integer not null default 0
) strict;

-- What was done about a subscription: by whom, when, why.
create table subscription_record (
  subscription integer not null references subscription (id),
  number       integer not null,
  at           integer not null,
  by           text not null,
  act          text not null,
  detail       text,
  primary key (subscription, number)
) strict;
create trigger subscription_record_no_update before update on subscription_record begin select raise(abort, 'subscription_record is written once'); end;
create trigger subscription_record_no_delete before delete on subscription_record begin select raise(abort, 'subscription_record is written once'); end;

-- One line for each event and subscription that is told of it, with what became of that.
create table event_sending (
  subscription integer not null references subscription (id),
  number       integer not null,
  code         text not null,
  state        text not null default 'waiting',
  tries        integer not null default 0,
  answer       integer,
  fault        text,
  tried_at     integer,
  done_at      integer,
  primary key (subscription, number)
) strict;
create index event_sending_waiting on event_sending (subscription, code, number) where state in ('waiting', 'given-up');
create index event_sending_state on event_sending (subscription, state, number);

-- One lane for each subscription and dossier: its events go one after the other. next_at: from when a host may take it up; a host that has it holds the fence's number. stopped: the event that was given up, and that holds up what comes after it.
create table event_lane (
  subscription integer not null references subscription (id),
  code         text not null,
  last         integer not null,
  told         integer not null default 0,
  stopped      integer,
  next_at      integer,
  fence        integer not null default 0,
  primary key (subscription, code)
) strict;
create index event_lane_next on event_lane (subscription, next_at) where next_at is not null;
