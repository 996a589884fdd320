-- A dossier may be handed in before it is received: then it has a code, but no version and no statutory clock yet.
-- SQLite lifts no constraint from a column; the values move into columns without it.
alter table dossier add column accepted_version text;
alter table dossier add column accepted_at integer;
update dossier set accepted_version = version, accepted_at = received_at;
alter table dossier drop column version;
alter table dossier drop column received_at;
alter table dossier rename column accepted_version to version;
alter table dossier rename column accepted_at to received_at;
alter table dossier add column submitted_at integer;
alter table dossier add column answer_due_at integer;
-- The agency that helped to hand it in.
alter table dossier add column supporting text;
create index dossier_awaited on dossier (receiving, answer_due_at) where received_at is null and ended_at is null;
create index dossier_unaccepted on dossier (receiving, ended_at) where received_at is null and ended_at is not null;
create index dossier_supporting on dossier (supporting, code) where supporting is not null;
