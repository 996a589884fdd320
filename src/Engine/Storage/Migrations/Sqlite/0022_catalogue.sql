-- Files of procedures that were read and weighed; what one says is taken over as a whole or not at all. sheet: its cells as they were read.
create table catalogue_import (
  number     integer not null primary key,
  file_name  text    not null,
  format     text    not null,
  sheet      text    not null,
  status     text    not null,
  version    integer,
  by         text    not null,
  at         integer not null,
  changed_by text    not null,
  changed_at integer not null
) strict;

-- By what, by whom and why a version of the catalogue came about. The versions a province was set up with have none.
create table catalogue_edition (
  version integer not null primary key,
  act     text    not null,
  subject text    not null,
  reason  text    not null,
  by      text    not null,
  at      integer not null
) strict;
create trigger catalogue_edition_no_update before update on catalogue_edition begin select raise(abort, 'catalogue_edition is written once'); end;
create trigger catalogue_edition_no_delete before delete on catalogue_edition begin select raise(abort, 'catalogue_edition is written once'); end;

-- Who found, and why, that a process or a draft still holds although the catalogue or the law behind it changed. target: the draft it is, or was published from. Covers what was known by then.
create table recheck_note (
  target text    not null references draft (id),
  number integer not null,
  reason text    not null,
  by     text    not null,
  at     integer not null,
  primary key (target, number)
) strict;
create trigger recheck_note_no_update before update on recheck_note begin select raise(abort, 'recheck_note is written once'); end;
create trigger recheck_note_no_delete before delete on recheck_note begin select raise(abort, 'recheck_note is written once'); end;
