-- Lists and search that stay quick with many dossiers. Everything here is derived; the upgrade fills it in for dossiers that are already there.

-- The key of the digests by which identity and phone numbers are found.
create table digest_key (
  name text primary key,
  key  text not null
) strict;

-- shelf: where lists look for it. soon_at: from when on its time is nearly over. applicant_order: the name as Vietnamese dictionaries order it.
-- due_order: what has no due time stands last (the last day of 9999).
alter table dossier add column shelf text not null default 'open';
alter table dossier add column soon_at integer;
alter table dossier add column applicant_order text;
alter table dossier add column due_order integer generated always as (coalesce(due_at, 253402214400000)) virtual;

-- One line for each agency that may see a dossier, with what its lists are ordered and chosen by.
alter table dossier_agency add column shelf text not null default 'open';
alter table dossier_agency add column procedure_code text;
alter table dossier_agency add column received_at integer;
alter table dossier_agency add column due_at integer;
alter table dossier_agency add column soon_at integer;
alter table dossier_agency add column ended_at integer;
alter table dossier_agency add column applicant_order text;
alter table dossier_agency add column due_order integer generated always as (coalesce(due_at, 253402214400000)) virtual;

insert into dossier_agency (code, agency)
select code, receiving from dossier where true union select code, competent from dossier where true on conflict (code, agency) do nothing;

update dossier set shelf = case
  when ended_at is not null then 'closed' when finished_at is not null then 'ready'
  when standing_still or status in ('awaiting-supplement', 'awaiting-payment') then 'waiting' else 'open' end;

update dossier_agency set (shelf, procedure_code, received_at, due_at, ended_at) =
  (select d.shelf, d.procedure_code, d.received_at, d.due_at, d.ended_at from dossier d where d.code = dossier_agency.code);

-- The lines follow the dossier, whoever moves it.
create trigger dossier_agency_follows after update on dossier
when old.shelf is not new.shelf or old.due_at is not new.due_at or old.soon_at is not new.soon_at or old.ended_at is not new.ended_at
  or old.applicant_order is not new.applicant_order
begin
  update dossier_agency set shelf = new.shelf, due_at = new.due_at, soon_at = new.soon_at, ended_at = new.ended_at, applicant_order = new.applicant_order
  where code = new.code;
end;

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

-- What a search meets, one line a word; kept by the two triggers from search_key, in which words stand apart by one blank.
create table dossier_word (
  word text not null,
  code text not null,
  primary key (word, code)
) strict, without rowid;
create index dossier_word_dossier on dossier_word (code);
create trigger dossier_words_first after insert on dossier begin
  insert or ignore into dossier_word (word, code) select value, new.code from json_each('["' || replace(new.search_key, ' ', '","') || '"]') where value <> '';
end;
create trigger dossier_words_again after update of search_key on dossier when old.search_key <> new.search_key begin
  delete from dossier_word where code = new.code;
  insert or ignore into dossier_word (word, code) select value, new.code from json_each('["' || replace(new.search_key, ' ', '","') || '"]') where value <> '';
end;

-- agency: whose leaders see the step. for_desk: only the applicant has something to do, so it is desk officers who take it.
alter table work add column agency text;
alter table work add column procedure_code text;
alter table work add column for_desk integer not null default 0;
alter table work add column standing_still integer not null default 0;
alter table work add column soon_at integer;
alter table work add column due_order integer generated always as (coalesce(due_at, 253402214400000)) virtual;

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
