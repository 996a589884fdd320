-- How a dossier came, for the columns of biểu 06: written once, with the dossier's first line.
alter table dossier add column channel text not null default 'direct';
update dossier set channel = coalesce(substring(snapshot from '"channel":"([a-z]+)"'), 'direct');
create function dossier_channel() returns trigger language plpgsql as $$
begin
  new.channel := coalesce(substring(new.snapshot from '"channel":"([a-z]+)"'), 'direct');
  return new;
end $$;
create trigger dossier_channel before insert on dossier for each row execute function dossier_channel();

-- A period's form reads what was received in it (by the lists' own index), what was received before and solved since it began, and what is still open: nothing else.
-- The second part stands as an expression, so that nobody looks for it by the day of receipt alone, which is nearly everything.
create index report_solved on dossier (finished_at, coalesce(received_at, finished_at));

-- Dossiers whose clock was ever touched are told from their journals, all others from their own line. These kinds are rare, so finishing a step never writes here.
create index report_clock on dossier_journal (code) where kind in ('supplement-requested', 'clock-stopped', 'promise-moved', 'due-set', 'limit-changed', 'result-withdrawn');
