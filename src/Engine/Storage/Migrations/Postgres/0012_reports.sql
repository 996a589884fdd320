-- How a dossier came, for the columns of biểu 06.
alter table dossier add column channel text not null default 'direct';
update dossier set channel = coalesce(snapshot::json ->> 'channel', 'direct');

-- A period's form reads what was received in it, what was solved since it began, and what is still open: nothing else.
create index dossier_received on dossier (received_at);
create index dossier_solved on dossier (finished_at, received_at);

-- Dossiers whose clock was ever touched are told from their journals, all others from their own line. These kinds are rare, so finishing a step never writes here.
create index dossier_journal_clock on dossier_journal (code) where kind in ('supplement-requested', 'clock-stopped', 'promise-moved');
