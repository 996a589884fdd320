-- Which stored files the journals refer to; written with the journal line. The files lie in the store, under their hash.
create table dossier_file (
  code   text    not null references dossier (code),
  number integer not null,
  hash   text    not null,
  primary key (code, number)
) strict;
create index dossier_file_hash on dossier_file (hash);
create trigger dossier_file_no_update before update on dossier_file begin select raise(abort, 'dossier_file is written once'); end;
create trigger dossier_file_no_delete before delete on dossier_file begin select raise(abort, 'dossier_file is written once'); end;

-- Word forms of agencies' own, every version that was ever uploaded. agency '' is the whole province; no hash: back to the shipped form.
create table agency_form (
  agency  text    not null,
  form    text    not null,
  version integer not null,
  hash    text,
  name    text    not null,
  by      text    not null,
  at      integer not null,
  primary key (agency, form, version)
) strict;
create index agency_form_hash on agency_form (hash);
create trigger agency_form_no_update before update on agency_form begin select raise(abort, 'agency_form is written once'); end;
create trigger agency_form_no_delete before delete on agency_form begin select raise(abort, 'agency_form is written once'); end;
