-- Where a version applies (nơi áp dụng): an agency with everything under it; '' everywhere. Each place has a line of versions of its own.
alter table process_version add column place text not null default '';
drop index process_version_last;
drop index process_version_from;
create unique index process_version_last on process_version (procedure_code, case_key, place) where effective_to is null;
create unique index process_version_from on process_version (procedure_code, case_key, place, effective_from)
  where effective_to is null or effective_to > effective_from;

-- Two versions of one case are never in force at one place on the same day.
drop trigger process_version_alone_insert;
create trigger process_version_alone_insert before insert on process_version
when exists (
  select 1 from process_version other
  where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.place = new.place and other.draft <> new.draft
    and other.effective_from < coalesce(other.effective_to, '9999-12-31') and new.effective_from < coalesce(new.effective_to, '9999-12-31')
    and other.effective_from < coalesce(new.effective_to, '9999-12-31') and new.effective_from < coalesce(other.effective_to, '9999-12-31'))
begin select raise(abort, 'two versions would be in force at once'); end;
drop trigger process_version_alone_update;
create trigger process_version_alone_update before update on process_version
when exists (
  select 1 from process_version other
  where other.procedure_code = new.procedure_code and other.case_key = new.case_key and other.place = new.place and other.draft <> new.draft
    and other.effective_from < coalesce(other.effective_to, '9999-12-31') and new.effective_from < coalesce(new.effective_to, '9999-12-31')
    and other.effective_from < coalesce(new.effective_to, '9999-12-31') and new.effective_from < coalesce(other.effective_to, '9999-12-31'))
begin select raise(abort, 'two versions would be in force at once'); end;

-- Whether it was law before it came here (ghi nhận): what its first act says, kept beside it.
alter table process_version add column recorded integer not null default 0;
update process_version set recorded = 1 where exists (select 1 from publication_journal j where j.code = process_version.draft and j.kind = 'recorded');

-- Both are as much for good as the rest of a version.
create trigger process_version_stays before update on process_version when new.place is not old.place or new.recorded is not old.recorded
begin select raise(abort, 'process_version is written once'); end;
