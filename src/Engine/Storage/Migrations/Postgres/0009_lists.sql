-- Lists and search that stay quick with a million dossiers. Everything here is derived; the upgrade fills it in for dossiers that are already there.

-- The key of the digests by which identity and phone numbers are found.
create table digest_key (
  name text collate "C" primary key,
  key  text not null
);

-- What a search meets: every word once for each agency that may see the dossier, and once for those who see the whole province.
create function search_words(search_key text) returns tsvector language sql immutable parallel safe as $$
  select coalesce(array_to_tsvector(array_agg(distinct seen.agency || '/' || said.word)), ''::tsvector)
  from unnest(string_to_array(search_key, ' ')) as said(word),
    (select '' as agency union select substr(mark, 2) from unnest(string_to_array(search_key, ' ')) as marks(mark) where mark like '@%') as seen
  where said.word <> '' and said.word not like '@%'
$$;

-- shelf: where lists look for it. soon_at: from when on its time is nearly over. applicant_order: the name as Vietnamese dictionaries order it.
-- due_order: what has no due time stands last.
alter table dossier add column shelf text collate "C" not null default 'open';
alter table dossier add column soon_at timestamptz;
alter table dossier add column applicant_order text collate "C";
alter table dossier add column due_order timestamptz generated always as (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')) stored;
alter table dossier add column words tsvector generated always as (search_words(search_key)) stored;

-- One line for each agency that may see a dossier, with what its lists are ordered and chosen by.
alter table dossier_agency add column shelf text collate "C" not null default 'open';
alter table dossier_agency add column procedure_code text;
alter table dossier_agency add column received_at timestamptz;
alter table dossier_agency add column due_at timestamptz;
alter table dossier_agency add column soon_at timestamptz;
alter table dossier_agency add column ended_at timestamptz;
alter table dossier_agency add column applicant_order text collate "C";
alter table dossier_agency add column due_order timestamptz generated always as (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')) stored;

insert into dossier_agency (code, agency)
select code, receiving from dossier union select code, competent from dossier on conflict (code, agency) do nothing;

update dossier set shelf = case
  when ended_at is not null then 'closed' when finished_at is not null then 'ready'
  when standing_still or status in ('awaiting-supplement', 'awaiting-payment') then 'waiting' else 'open' end;

update dossier_agency a set shelf = d.shelf, procedure_code = d.procedure_code, received_at = d.received_at, due_at = d.due_at, ended_at = d.ended_at
from dossier d where d.code = a.code;

-- The lines follow the dossier, whoever moves it.
create function dossier_agency_follows() returns trigger language plpgsql as $$
begin
  update dossier_agency set shelf = new.shelf, due_at = new.due_at, soon_at = new.soon_at, ended_at = new.ended_at, applicant_order = new.applicant_order
  where code = new.code;
  return null;
end $$;
create trigger dossier_agency_follows after update on dossier for each row
  when ((old.shelf, old.due_at, old.soon_at, old.ended_at, old.applicant_order) is distinct from (new.shelf, new.due_at, new.soon_at, new.ended_at, new.applicant_order))
  execute function dossier_agency_follows();

drop index dossier_receiving;
drop index dossier_competent;
create index dossier_agency_due on dossier_agency (agency, due_order, code) where shelf <> 'closed';
create index dossier_agency_shelf on dossier_agency (agency, shelf, due_order, code) where shelf <> 'closed';
create index dossier_agency_open_name on dossier_agency (agency, applicant_order, code) where shelf <> 'closed';
create index dossier_agency_name on dossier_agency (agency, applicant_order, code);
create index dossier_agency_ended on dossier_agency (agency, ended_at, code) where shelf = 'closed';
create index dossier_agency_procedure on dossier_agency (agency, procedure_code);
create index dossier_agency_received on dossier_agency (agency, received_at, code);
-- The same for those who see the whole province.
create index dossier_due on dossier (due_order, code) where shelf <> 'closed';
create index dossier_shelf on dossier (shelf, due_order, code) where shelf <> 'closed';
create index dossier_open_name on dossier (applicant_order, code) where shelf <> 'closed';
create index dossier_name on dossier (applicant_order, code);
create index dossier_ended on dossier (ended_at, code) where shelf = 'closed';
create index dossier_procedure on dossier (procedure_code);
create index dossier_received on dossier (received_at, code);
create index dossier_words on dossier using gin (words) with (gin_pending_list_limit = 512); -- short, because every search reads it

-- agency: whose leaders see the step. for_desk: only the applicant has something to do, so it is desk officers who take it.
alter table work add column agency text collate "C";
alter table work add column procedure_code text;
alter table work add column for_desk boolean not null default false;
alter table work add column standing_still boolean not null default false;
alter table work add column soon_at timestamptz;
alter table work add column due_order timestamptz generated always as (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')) stored;

drop index work_post;
create index work_post on work (place, position, due_order, code, step, run);
create index work_agency on work (agency, due_order, code, step, run);

-- As near as it can be told without a calendar; the next entry in a dossier writes it exactly.
update dossier set soon_at = due_at - (due_at - received_at) / 4 where due_at is not null and shelf <> 'closed';
update work set
  procedure_code = (select d.procedure_code from dossier d where d.code = work.code),
  standing_still = remind_at is null and (select d.standing_still from dossier d where d.code = work.code),
  for_desk = position is null,
  soon_at = case when remind_kind = 'DueSoon' then remind_at else opened_at end;
