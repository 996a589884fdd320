-- Where a version applies (nơi áp dụng): an agency with everything under it; '' everywhere. Each place has a line of versions of its own.
alter table process_version add column place text not null default '';
drop index process_version_last;
drop index process_version_from;
create unique index process_version_last on process_version (procedure_code, case_key, place) where effective_to is null;
create unique index process_version_from on process_version (procedure_code, case_key, place, effective_from)
  where effective_to is null or effective_to > effective_from;

-- Two versions of one case are never in force at one place on the same day.
create or replace function process_version_alone() returns trigger language plpgsql as $$
begin
  if exists (
    select from process_version other
    where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.place = new.place and other.draft <> new.draft
      and daterange(other.effective_from, other.effective_to) && daterange(new.effective_from, new.effective_to))
  then
    raise exception 'two versions of % % would be in force at once', new.procedure_code, new.case_key using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;

-- Whether it was law before it came here (ghi nhận): what its first act says, kept beside it.
alter table process_version add column recorded boolean not null default false;
alter table process_version disable trigger process_version_written_once;
update process_version set recorded = true where exists (select from publication_journal j where j.code = process_version.draft and j.kind = 'recorded');
alter table process_version enable trigger process_version_written_once;
