-- Running dossiers that go on under another version: drawn up (body: what is to be done), decided once, carried out in batches. Not to be mistaken for the migrations of this schema.
create table migration (
  number         integer not null primary key,
  revision       integer not null,
  procedure_code text    not null,
  case_key       text    not null,
  body           text    not null,
  status         text    not null,
  changed_by     text    not null,
  changed_at     timestamptz not null
);

create table migration_decision (
  number     integer not null primary key references migration (number),
  act_number text    not null,
  signed_on  date    not null,
  signer     text    not null,
  reason     text    not null,
  basis      text    not null,
  by         text    not null,
  at         timestamptz not null,
  undo_until timestamptz
);
create trigger written_for_good before update or delete on migration_decision for each row execute function written_for_good();

create table migration_undo (
  number integer not null primary key references migration (number),
  reason text    not null,
  by     text    not null,
  at     timestamptz not null
);
create trigger written_for_good before update or delete on migration_undo for each row execute function written_for_good();

-- How far the dossiers were carried over, or back.
create table migration_carry (
  number      integer not null primary key references migration (number),
  undoing     boolean not null,
  after       text    not null,
  lease       timestamptz not null,
  started_at  timestamptz not null,
  finished_at timestamptz
);

-- What became of each dossier; written with the journal line that moved it. The no, where there was one, with its code and in both languages.
create table migration_dossier (
  number  integer not null references migration (number),
  code    text    not null,
  outcome text    not null,
  refusal text,
  said_vi text,
  said_en text,
  at      timestamptz not null,
  primary key (number, code)
);
create index migration_dossier_outcome on migration_dossier (number, outcome, code);

create index dossier_version on dossier (version, code) where ended_at is null;
