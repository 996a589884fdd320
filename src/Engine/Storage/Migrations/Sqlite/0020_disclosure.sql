-- A published version stays as it is. Only its end may come, or come earlier: by what takes over from it, or by a repeal.
create trigger process_version_no_update before update on process_version
when new.draft is not old.draft or new.hash is not old.hash or new.procedure_code is not old.procedure_code or new.case_key is not old.case_key or new.name is not old.name
  or new.document is not old.document or new.act_number is not old.act_number or new.act_signed_on is not old.act_signed_on or new.act_authority is not old.act_authority
  or new.effective_from is not old.effective_from or new.published_at is not old.published_at or new.calls is not old.calls
  or coalesce(new.effective_to, '9999-12-31') > coalesce(old.effective_to, '9999-12-31')
begin select raise(abort, 'process_version is written once'); end;
create trigger process_version_no_delete before delete on process_version begin select raise(abort, 'process_version is written once'); end;

-- Packages that were taken in: which archive, who vouched for it, and what came of it.
create table package_import (
  digest      text    not null primary key,
  key_print   text    not null,
  exported_at integer not null,
  exported_by text    not null,
  imported_at integer not null,
  imported_by text    not null,
  versions    integer not null,
  procedures  integer not null
) strict;
create trigger package_import_no_update before update on package_import begin select raise(abort, 'package_import is written once'); end;
create trigger package_import_no_delete before delete on package_import begin select raise(abort, 'package_import is written once'); end;
