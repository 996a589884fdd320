-- The latest finished dossiers of a procedure: what a draft is tried on.
create index dossier_finished on dossier (procedure_code, finished_at) where finished_at is not null;
