-- One append-only, hash-chained journal per dossier: optimistic lock, control slip and audit at once.
create table dossier_journal (
  code   text collate "C" not null,
  number integer          not null,
  at     timestamptz      not null,
  by     text             not null,
  kind   text             not null,
  body   text             not null,
  hash   text             not null,
  primary key (code, number)
);

-- Where a dossier stands now; derived from the journal in the same transaction. due_at orders lists, the clocks themselves are computed.
create table dossier (
  code           text collate "C" primary key,
  length         integer     not null,
  hash           text        not null,
  version        text        not null,
  status         text        not null,
  snapshot       text        not null,
  procedure_code text        not null,
  receiving      text        not null,
  competent      text        not null,
  received_at    timestamptz not null,
  promised_at    timestamptz,
  due_at         timestamptz,
  standing_still boolean     not null,
  finished_at    timestamptz,
  ended_at       timestamptz,
  applicant      text        not null,
  subject        text,
  search_key     text        not null,
  identity_proof text,
  phone_proof    text
);
create index dossier_receiving on dossier (receiving, due_at) where ended_at is null;
create index dossier_competent on dossier (competent, due_at) where ended_at is null;

-- Other agencies that had a step of the dossier in hand, and so may see it.
create table dossier_agency (
  code   text collate "C" not null references dossier (code),
  agency text             not null,
  primary key (code, agency)
);

-- The steps people have in hand, and when the next reminder of each is due.
create table work (
  code        text collate "C" not null,
  step        text             not null,
  run         integer          not null,
  step_name   text             not null,
  place       text,
  position    text,
  assignee    text,
  opened_at   timestamptz      not null,
  due_at      timestamptz,
  remind_at   timestamptz,
  remind_kind text,
  primary key (code, step, run)
);
create index work_post on work (place, position, due_at);
create index work_remind on work (remind_at) where remind_at is not null;

-- What others must be told, in the order it happened; written with the journal line that caused it.
create table outbox (
  id     bigint generated always as identity primary key,
  code   text collate "C" not null,
  number integer          not null,
  target text             not null,
  status integer          not null,
  body   text             not null,
  at     timestamptz      not null
);
create index outbox_dossier on outbox (code, number);

-- The last number given on a day's receipts of an agency; a receipt that fails gives its number back.
create table dossier_number (
  agency text    not null,
  day    date    not null,
  last   integer not null,
  primary key (agency, day)
);

-- Commands already carried out, so that a repeated one changes nothing.
create table idempotency (
  officer text        not null,
  key     text        not null,
  command text        not null,
  code    text        not null,
  length  integer     not null,
  at      timestamptz not null,
  primary key (officer, key)
);

create table draft (
  id             text collate "C" primary key,
  revision       integer     not null,
  length         integer     not null,
  hash           text        not null,
  status         text        not null,
  agency         text        not null,
  procedure_code text,
  name           text        not null,
  author         text        not null,
  changed_at     timestamptz not null,
  snapshot       text        not null
);

-- Every text that was ever saved.
create table draft_revision (
  draft    text collate "C" not null references draft (id),
  revision integer          not null,
  at       timestamptz      not null,
  by       text             not null,
  document text             not null,
  primary key (draft, revision)
);

create table publication_journal (
  code   text collate "C" not null,
  number integer          not null,
  at     timestamptz      not null,
  by     text             not null,
  kind   text             not null,
  body   text             not null,
  hash   text             not null,
  primary key (code, number)
);

-- Published versions, each in force from a day until the next takes over (half-open; null: the last). case_key is '' for no case.
create table process_version (
  draft          text        not null primary key references draft (id),
  hash           text        not null,
  procedure_code text        not null,
  case_key       text        not null,
  name           text        not null,
  document       text        not null,
  act_number     text        not null,
  act_signed_on  date        not null,
  act_authority  text        not null,
  effective_from date        not null,
  effective_to   date,
  published_at   timestamptz not null,
  check (effective_to is null or effective_to >= effective_from)
);
create index process_version_hash on process_version (hash);
create unique index process_version_last on process_version (procedure_code, case_key) where effective_to is null;
create unique index process_version_from on process_version (procedure_code, case_key, effective_from)
  where effective_to is null or effective_to > effective_from;

-- Two versions of one case are never in force on the same day.
create function process_version_alone() returns trigger language plpgsql as $$
begin
  if exists (
    select from process_version other
    where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.draft <> new.draft
      and daterange(other.effective_from, other.effective_to) && daterange(new.effective_from, new.effective_to))
  then
    raise exception 'two versions of % % would be in force at once', new.procedure_code, new.case_key using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;
create trigger process_version_alone before insert or update on process_version for each row execute function process_version_alone();

-- The catalogue and the calendar, every version that was ever loaded.
create table reference_book (
  kind      text        not null,
  version   integer     not null,
  body      text        not null,
  loaded_at timestamptz not null,
  primary key (kind, version)
);

-- What was written stays written.
create function written_for_good() returns trigger language plpgsql as $$
begin
  raise exception '% is written once', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger written_for_good before update or delete on dossier_journal for each row execute function written_for_good();
create trigger written_for_good before update or delete on publication_journal for each row execute function written_for_good();
create trigger written_for_good before update or delete on draft_revision for each row execute function written_for_good();
