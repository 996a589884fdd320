-- Files of procedures that were read and weighed; what one says is taken over as a whole or not at all. sheet: its cells as they were read.
create table catalogue_import (
  number     integer     not null primary key,
  file_name  text        not null,
  format     text        not null,
  sheet      text        not null,
  status     text        not null,
  version    integer,
  by         text        not null,
  at         timestamptz not null,
  changed_by text        not null,
  changed_at timestamptz not null
);

-- By what, by whom and why a version of the catalogue came about. The versions a province was set up with have none.
create table catalogue_edition (
  version integer     not null primary key,
  act     text        not null,
  subject text        not null,
  reason  text        not null,
  by      text        not null,
  at      timestamptz not null
);
create trigger written_for_good before update or delete on catalogue_edition for each row execute function written_for_good();

-- Who found, and why, that a process or a draft still holds although the catalogue or the law behind it changed. target: the draft it is, or was published from. Covers what was known by then.
create table recheck_note (
  target text        not null references draft (id),
  number integer     not null,
  reason text        not null,
  by     text        not null,
  at     timestamptz not null,
  primary key (target, number)
);
create trigger written_for_good before update or delete on recheck_note for each row execute function written_for_good();
