-- Decisions that carry many processes, and their chained acts. snapshot: the file as its acts add up to. agency: the authority whose publishers prepare it.
create table decision (
  id            text    not null primary key,
  length        integer not null,
  hash          text    not null,
  status        text    not null,
  agency        text,
  subject       text    not null,
  lines         integer not null,
  act_number    text,
  act_signed_on text,
  act_authority text,
  act_from      text,
  begun_by      text    not null,
  changed_at    integer not null,
  snapshot      text    not null
) strict;
create index decision_agency on decision (agency, changed_at);

create table decision_journal (
  code   text    not null,
  number integer not null,
  at     integer not null,
  by     text    not null,
  kind   text    not null,
  body   text    not null,
  hash   text    not null,
  primary key (code, number)
) strict;
create index decision_journal_at on decision_journal (at);
create trigger decision_journal_no_update before update on decision_journal begin select raise(abort, 'decision_journal is written once'); end;
create trigger decision_journal_no_delete before delete on decision_journal begin select raise(abort, 'decision_journal is written once'); end;

-- Which decision a draft goes with: never two. What is taken out, or was in a decision that was given up, leaves no row.
create table decision_draft (
  draft    text not null primary key references draft (id),
  decision text not null references decision (id)
) strict;
create index decision_draft_decision on decision_draft (decision);
