-- A published version stays as it is. Only its end may come, or come earlier: by what takes over from it, or by a repeal.
create function process_version_written_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'process_version is written once' using errcode = 'integrity_constraint_violation';
  end if;
  if to_jsonb(new) - 'effective_to' is distinct from to_jsonb(old) - 'effective_to' or coalesce(new.effective_to, 'infinity'::date) > coalesce(old.effective_to, 'infinity'::date) then
    raise exception 'process_version is written once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger process_version_written_once before update or delete on process_version for each row execute function process_version_written_once();

-- Packages that were taken in: which archive, who vouched for it, and what came of it.
create table package_import (
  digest      text        not null primary key,
  key_print   text        not null,
  exported_at timestamptz not null,
  exported_by text        not null,
  imported_at timestamptz not null,
  imported_by text        not null,
  versions    integer     not null,
  procedures  integer     not null
);
create trigger written_for_good before update or delete on package_import for each row execute function written_for_good();
