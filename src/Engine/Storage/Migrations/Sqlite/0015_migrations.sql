-- Running dossiers that go on under another version: drawn up (body: what is to be done), decided once, carried out in batches. Not to be mistaken for the migrations of this schema.
create table migration (
  number         integer not null primary key,
  revision       integer not null,
  procedure_code text    not null,
  case_key       text    not null,
  body           text    not null,
  status         text    not null,
  changed_by     text    not null,
  changed_at     integer not null
) strict;

create table migration_decision (
  number     integer not null primary key references migration (number),
  act_number text    not null,
  signed_on  text    not null,
  signer     text    not null,
  reason     text    not null,
  basis      text    not null,
  by         text    not null,
  at         integer not null,
  undo_until integer
) strict;
create trigger migration_decision_no_update before update on migration_decision begin select raise(abort, 'migration_decision is written once'); end;
create trigger migration_decision_no_delete before delete on migration_decision begin select raise(abort, 'migration_decision is written once'); end;

create table migration_undo (
  number integer not null primary key references migration (number),
  reason text    not null,
  by     text    not null,
  at     integer not null
) strict;
create trigger migration_undo_no_update before update on migration_undo begin select raise(abort, 'migration_undo is written once'); end;
create trigger migration_undo_no_delete before delete on migration_undo begin select raise(abort, 'migration_undo is written once'); end;

-- How far the dossiers were carried over, or back.
create table migration_carry (
  number      integer not null primary key references migration (number),
  undoing     integer not null,
  after       text    not null,
  lease       integer not null,
  started_at  integer not null,
  finished_at integer
) strict;

-- What became of each dossier; written with the journal line that moved it. The no, where there was one, with its code and in both languages.
create table migration_dossier (
  number  integer not null references migration (number),
  code    text    not null,
  outcome text    not null,
  refusal text,
  said_vi text,
  said_en text,
  at      integer not null,
  primary key (number, code)
) strict;
create index migration_dossier_outcome on migration_dossier (number, outcome, code);

create index dossier_version on dossier (version, code) where ended_at is null;
