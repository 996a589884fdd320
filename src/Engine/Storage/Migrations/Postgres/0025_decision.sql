-- Decisions that carry many processes, and their chained acts. snapshot: the file as its acts add up to. agency: the authority whose publishers prepare it.
create table decision (
  id            text collate "C" not null primary key,
  length        integer     not null,
  hash          text        not null,
  status        text        not null,
  agency        text,
  subject       text        not null,
  lines         integer     not null,
  act_number    text,
  act_signed_on date,
  act_authority text,
  act_from      date,
  begun_by      text        not null,
  changed_at    timestamptz not null,
  snapshot      text        not null
);
create index decision_agency on decision (agency, changed_at);

create table decision_journal (
  code   text collate "C" not null,
  number integer          not null,
  at     timestamptz      not null,
  by     text             not null,
  kind   text             not null,
  body   text             not null,
  hash   text             not null,
  primary key (code, number)
);
create index decision_journal_at on decision_journal using brin (at) with (autosummarize = on);
create trigger written_for_good before update or delete on decision_journal for each row execute function written_for_good();

-- Which decision a draft goes with: never two. What is taken out, or was in a decision that was given up, leaves no row.
create table decision_draft (
  draft    text collate "C" not null primary key references draft (id),
  decision text collate "C" not null references decision (id)
);
create index decision_draft_decision on decision_draft (decision);
