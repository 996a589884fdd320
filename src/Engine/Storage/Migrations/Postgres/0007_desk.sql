-- A dossier may be handed in before it is received: then it has a code, but no version and no statutory clock yet.
alter table dossier alter column version drop not null;
alter table dossier alter column received_at drop not null;
alter table dossier add column submitted_at timestamptz;
alter table dossier add column answer_due_at timestamptz;
-- The agency that helped to hand it in.
alter table dossier add column supporting text;
create index dossier_awaited on dossier (receiving, answer_due_at) where received_at is null and ended_at is null;
create index dossier_unaccepted on dossier (receiving, ended_at) where received_at is null and ended_at is not null;
create index dossier_supporting on dossier (supporting, code) where supporting is not null;
