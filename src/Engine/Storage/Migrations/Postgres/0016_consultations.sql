-- Which bodies were asked for an opinion in which dossier: what lets their officers see the question, and nothing else of the dossier.
-- place: the body. closed_at: answered, lapsed or not asked any more.
create table consultation (
  code      text collate "C" not null references dossier (code),
  number    integer not null,
  place     text    not null,
  asked_at  timestamptz not null,
  closed_at timestamptz,
  primary key (code, number)
);
create index consultation_place on consultation (place, closed_at);

-- kind: what sort of step it is (assign, review, sign…), as leaders choose by it; filled in for steps that were open before.
alter table work add column kind text;

-- Acts that were written down for a leader and wait: for approval, or for the signature of what was approved. place: whose leaders they are for.
create table act_draft (
  code       text collate "C" not null references dossier (code),
  number     integer not null,
  act        text    not null,
  state      text    not null,
  place      text    not null,
  drafted_by text    not null,
  drafted_at timestamptz not null,
  primary key (code, number)
);
create index act_draft_place on act_draft (place, drafted_at);
