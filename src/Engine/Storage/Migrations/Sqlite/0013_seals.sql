-- One seal for every day that is over: the root of a tree over the journals that grew that day, chained to the day before. previous is null for the first.
create table day_seal (
  day       text    primary key not null,
  root      text    not null,
  previous  text,
  leaves    integer not null,
  sealed_at integer not null
) strict;

-- What a day's tree was made of: how far each journal had come, and the hash of that line. journal: "dossier/" or "draft/", then its name.
create table day_seal_leaf (
  journal text    not null,
  number  integer not null,
  day     text    not null,
  hash    text    not null,
  primary key (journal, number)
) strict;
create index day_seal_leaf_day on day_seal_leaf (day, journal);

create trigger day_seal_no_update before update on day_seal begin select raise(abort, 'day_seal is written once'); end;
create trigger day_seal_no_delete before delete on day_seal begin select raise(abort, 'day_seal is written once'); end;
create trigger day_seal_leaf_no_update before update on day_seal_leaf begin select raise(abort, 'day_seal_leaf is written once'); end;
create trigger day_seal_leaf_no_delete before delete on day_seal_leaf begin select raise(abort, 'day_seal_leaf is written once'); end;

-- Which journals grew in a day.
create index dossier_journal_at on dossier_journal (at);
create index publication_journal_at on publication_journal (at);
