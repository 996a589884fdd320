-- The promise of every dossier that is under way is watched like a step; when it fires, the decider puts it where it belongs.
insert into work (code, step, run, step_name, opened_at, due_at, remind_at, remind_kind, standing_still, soon_at)
select code, 'promise', 1, 'Hẹn trả kết quả', received_at, due_at, case when standing_still then null else coalesce(soon_at, due_at) end,
  case when standing_still then null else 'DueSoon' end, standing_still, soon_at
from dossier where received_at is not null and promised_at is not null and finished_at is null and ended_at is null;

-- What was overdue and said so goes on up the ladder.
update work set remind_at = due_at, remind_kind = 'ToLeader' where remind_at is null and due_at is not null and standing_still = 0;

-- Where messages reach an officer besides the inbox.
alter table account add column email text;

-- What happened that somebody is to be told; written with the journal line that caused it, gone when it was handed out. ready_at: from when a host may take it up.
create table notice (
  code     text    not null,
  number   integer not null,
  audience text    not null,
  body     text    not null,
  at       integer not null,
  ready_at integer not null,
  primary key (code, number, audience)
) strict;
create index notice_ready on notice (ready_at);

-- One message for each recipient and channel. What is kept in the inbox is here; what is sent elsewhere waits for its turn (next_at), until it was sent or given up.
create table message (
  id         integer primary key,
  code       text    not null,
  number     integer not null,
  recipient  text    not null,
  channel    text    not null,
  kind       text    not null,
  step       text,
  title_vi   text    not null,
  title_en   text    not null,
  text_vi    text    not null,
  text_en    text    not null,
  address    text,
  state      text    not null,
  tries      integer not null default 0,
  next_at    integer,
  at         integer not null,
  done_at    integer,
  read_at    integer,
  fault      text,
  unique (code, number, recipient, channel)
) strict;
create index message_inbox on message (recipient, id) where channel = 'inbox';
create index message_unread on message (recipient) where channel = 'inbox' and read_at is null;
create index message_next on message (next_at) where next_at is not null;
create index message_state on message (state, id) where state in ('failed', 'no-channel', 'nobody');
