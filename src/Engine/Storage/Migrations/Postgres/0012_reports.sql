-- How a dossier came, for the columns of biểu 06: written once, with the dossier's first line.
alter table dossier add column channel text not null default 'direct';
update dossier set channel = coalesce(substring(snapshot from '"channel":"([a-z]+)"'), 'direct');
create function dossier_channel() returns trigger language plpgsql as $$
begin
  new.channel := coalesce(substring(new.snapshot from '"channel":"([a-z]+)"'), 'direct');
  return new;
end $$;
create trigger dossier_channel before insert on dossier for each row execute function dossier_channel();

-- A period's form reads what was received in it, what was solved since it began, and what is still open: nothing else.
create index report_received on dossier (received_at);
create index report_solved on dossier (finished_at, received_at);

-- Dossiers whose clock was ever touched are told from their journals, all others from their own line. These kinds are rare, so finishing a step never writes here.
create index report_clock on dossier_journal (code) where kind in ('supplement-requested', 'clock-stopped', 'promise-moved', 'due-set', 'limit-changed', 'result-withdrawn');
