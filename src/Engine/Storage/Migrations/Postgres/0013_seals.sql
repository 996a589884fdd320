-- One seal for every day that is over: the root of a tree over the journals that grew that day, chained to the day before. previous is null for the first.
create table day_seal (
  day       date        primary key,
  root      text        not null,
  previous  text,
  leaves    integer     not null,
  sealed_at timestamptz not null
);

-- What a day's tree was made of: how far each journal had come, and the hash of that line. journal: "dossier/" or "draft/", then its name.
create table day_seal_leaf (
  journal text collate "C" not null,
  number  integer          not null,
  day     date             not null,
  hash    text             not null,
  primary key (journal, number)
);
create index day_seal_leaf_day on day_seal_leaf (day, journal);

create trigger written_for_good before update or delete on day_seal for each row execute function written_for_good();
create trigger written_for_good before update or delete on day_seal_leaf for each row execute function written_for_good();

-- Which journals grew in a day. Lines are appended in the order of time, so the smallest kind of index finds them.
create index dossier_journal_at on dossier_journal using brin (at) with (autosummarize = on);
create index publication_journal_at on publication_journal using brin (at) with (autosummarize = on);
