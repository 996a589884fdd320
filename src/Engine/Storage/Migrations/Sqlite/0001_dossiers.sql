-- Instants are Unix milliseconds: SQLite cannot order by an offset. Days are yyyy-MM-dd.
-- One append-only, hash-chained journal per dossier: optimistic lock, control slip and audit at once.
create table dossier_journal (
  code   text    not null,
  number integer not null,
  at     integer not null,
  by     text    not null,
  kind   text    not null,
  body   text    not null,
  hash   text    not null,
  primary key (code, number)
) strict;

-- Where a dossier stands now; derived from the journal in the same transaction. due_at orders lists, the clocks themselves are computed.
create table dossier (
  code           text    primary key,
  length         integer not null,
  hash           text    not null,
  version        text    not null,
  status         text    not null,
  snapshot       text    not null,
  procedure_code text    not null,
  receiving      text    not null,
  competent      text    not null,
  received_at    integer not null,
  promised_at    integer,
  due_at         integer,
  standing_still integer not null,
  finished_at    integer,
  ended_at       integer,
  applicant      text    not null,
  subject        text,
  search_key     text    not null,
  identity_proof text,
  phone_proof    text
) strict;
create index dossier_receiving on dossier (receiving, due_at) where ended_at is null;
create index dossier_competent on dossier (competent, due_at) where ended_at is null;

-- Other agencies that had a step of the dossier in hand, and so may see it.
create table dossier_agency (
  code   text not null references dossier (code),
  agency text not null,
  primary key (code, agency)
) strict;

-- The steps people have in hand, and when the next reminder of each is due.
create table work (
  code        text    not null,
  step        text    not null,
  run         integer not null,
  step_name   text    not null,
  place       text,
  position    text,
  assignee    text,
  opened_at   integer not null,
  due_at      integer,
  remind_at   integer,
  remind_kind text,
  primary key (code, step, run)
) strict;
create index work_post on work (place, position, due_at);
create index work_remind on work (remind_at) where remind_at is not null;

-- What others must be told, in the order it happened; written with the journal line that caused it.
create table outbox (
  id     integer primary key autoincrement,
  code   text    not null,
  number integer not null,
  target text    not null,
  status integer not null,
  body   text    not null,
  at     integer not null
) strict;
create index outbox_dossier on outbox (code, number);

-- The last number given on a day's receipts of an agency; a receipt that fails gives its number back.
create table dossier_number (
  agency text    not null,
  day    text    not null,
  last   integer not null,
  primary key (agency, day)
) strict;

-- Commands already carried out, so that a repeated one changes nothing.
create table idempotency (
  officer text    not null,
  key     text    not null,
  command text    not null,
  code    text    not null,
  length  integer not null,
  at      integer not null,
  primary key (officer, key)
) strict;

create table draft (
  id             text    primary key,
  revision       integer not null,
  length         integer not null,
  hash           text    not null,
  status         text    not null,
  agency         text    not null,
  procedure_code text,
  name           text    not null,
  author         text    not null,
  changed_at     integer not null,
  snapshot       text    not null
) strict;

-- Every text that was ever saved.
create table draft_revision (
  draft    text    not null references draft (id),
  revision integer not null,
  at       integer not null,
  by       text    not null,
  document text    not null,
  primary key (draft, revision)
) strict;

create table publication_journal (
  code   text    not null,
  number integer not null,
  at     integer not null,
  by     text    not null,
  kind   text    not null,
  body   text    not null,
  hash   text    not null,
  primary key (code, number)
) strict;

-- Published versions, each in force from a day until the next takes over (half-open; null: the last). case_key is '' for no case.
create table process_version (
  draft          text    not null primary key references draft (id),
  hash           text    not null,
  procedure_code text    not null,
  case_key       text    not null,
  name           text    not null,
  document       text    not null,
  act_number     text    not null,
  act_signed_on  text    not null,
  act_authority  text    not null,
  effective_from text    not null,
  effective_to   text,
  published_at   integer not null,
  check (effective_to is null or effective_to >= effective_from)
) strict;
create index process_version_hash on process_version (hash);
create unique index process_version_last on process_version (procedure_code, case_key) where effective_to is null;
create unique index process_version_from on process_version (procedure_code, case_key, effective_from)
  where effective_to is null or effective_to > effective_from;

-- Two versions of one case are never in force on the same day.
create trigger process_version_alone_insert before insert on process_version
when exists (
  select 1 from process_version other
  where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.draft <> new.draft
    and other.effective_from < coalesce(other.effective_to, '9999-12-31') and new.effective_from < coalesce(new.effective_to, '9999-12-31')
    and other.effective_from < coalesce(new.effective_to, '9999-12-31') and new.effective_from < coalesce(other.effective_to, '9999-12-31'))
begin select raise(abort, 'two versions would be in force at once'); end;
create trigger process_version_alone_update before update on process_version
when exists (
  select 1 from process_version other
  where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.draft <> new.draft
    and other.effective_from < coalesce(other.effective_to, '9999-12-31') and new.effective_from < coalesce(new.effective_to, '9999-12-31')
    and other.effective_from < coalesce(new.effective_to, '9999-12-31') and new.effective_from < coalesce(other.effective_to, '9999-12-31'))
begin select raise(abort, 'two versions would be in force at once'); end;

-- The catalogue and the calendar, every version that was ever loaded.
create table reference_book (
  kind      text    not null,
  version   integer not null,
  body      text    not null,
  loaded_at integer not null,
  primary key (kind, version)
) strict;

-- What was written stays written.
create trigger dossier_journal_no_update before update on dossier_journal begin select raise(abort, 'dossier_journal is written once'); end;
create trigger dossier_journal_no_delete before delete on dossier_journal begin select raise(abort, 'dossier_journal is written once'); end;
create trigger publication_journal_no_update before update on publication_journal begin select raise(abort, 'publication_journal is written once'); end;
create trigger publication_journal_no_delete before delete on publication_journal begin select raise(abort, 'publication_journal is written once'); end;
create trigger draft_revision_no_update before update on draft_revision begin select raise(abort, 'draft_revision is written once'); end;
create trigger draft_revision_no_delete before delete on draft_revision begin select raise(abort, 'draft_revision is written once'); end;
