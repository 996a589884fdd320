-- What was found when ledger, outbox and portal were laid side by side (đối soát). Nightly runs are one a day; those that people asked for have a name.
create table reconciliation (
  id          integer generated always as identity primary key,
  target      text        not null,
  day         date        not null,
  by          text,
  started_at  timestamptz not null,
  finished_at timestamptz,
  beat_at     timestamptz not null,
  after_code  text        not null default '',
  looked      integer     not null default 0,
  matched     integer     not null default 0,
  pending     integer     not null default 0,
  fault       text
);
create unique index reconciliation_nightly on reconciliation (target, day) where by is null;
create index reconciliation_target on reconciliation (target, id);

-- One line for each dossier that does not agree, or could not be asked for.
create table reconciliation_line (
  run         integer          not null references reconciliation (id),
  code        text collate "C" not null,
  kind        text             not null,
  ledger      integer,
  told        integer,
  there       integer,
  detail      text,
  repaired_at timestamptz,
  repaired_by text,
  primary key (run, code)
);
