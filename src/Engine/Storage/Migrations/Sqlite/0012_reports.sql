-- How a dossier came, for the columns of biểu 06: written once, with the dossier's first line.
alter table dossier add column channel text not null default 'direct';
update dossier set channel = coalesce(case when json_valid(snapshot) then json_extract(snapshot, '$.channel') end, 'direct');
create trigger dossier_channel after insert on dossier when json_valid(new.snapshot) begin
  update dossier set channel = coalesce(json_extract(new.snapshot, '$.channel'), 'direct') where code = new.code;
end;

-- A period's form reads what was received in it (by the lists' own index), what was received before and solved since it began, and what is still open: nothing else.
-- The second part stands as an expression, so that nobody looks for it by the day of receipt alone, which is nearly everything.
create index report_solved on dossier (finished_at, coalesce(received_at, finished_at));

-- Dossiers whose clock was ever touched are told from their journals, all others from their own line. These kinds are rare, so finishing a step never writes here.
create index report_clock on dossier_journal (code) where kind in ('supplement-requested', 'clock-stopped', 'promise-moved', 'due-set', 'limit-changed', 'result-withdrawn');
