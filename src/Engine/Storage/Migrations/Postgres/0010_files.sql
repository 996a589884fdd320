-- Which stored files the journals refer to; written with the journal line. The files lie in the store, under their hash.
create table dossier_file (
  code   text collate "C" not null references dossier (code),
  number integer          not null,
  hash   text collate "C" not null,
  primary key (code, number)
);
create index dossier_file_hash on dossier_file (hash);
create trigger written_for_good before update or delete on dossier_file for each row execute function written_for_good();

-- Word forms of agencies' own, every version that was ever uploaded. agency '' is the whole province; no hash: back to the shipped form.
create table agency_form (
  agency  text        not null,
  form    text        not null,
  version integer     not null,
  hash    text collate "C",
  name    text        not null,
  by      text        not null,
  at      timestamptz not null,
  primary key (agency, form, version)
);
create index agency_form_hash on agency_form (hash);
create trigger written_for_good before update or delete on agency_form for each row execute function written_for_good();
