-- What queues of drafts show and are sorted by: how often it was submitted, since when it stands where it stands, who gives the opinion, how many comments wait for the authors' answer,
-- and which bodies are competent to appraise and to publish it (null: any).
alter table draft add column round integer not null default 0;
alter table draft add column since timestamptz;
alter table draft add column assigned text;
alter table draft add column asked integer not null default 0;
alter table draft add column appraises text;
alter table draft add column publishes text;

-- The decision that ends a version without another in its place (bãi bỏ).
alter table process_version add column repeal_number text;
alter table process_version add column repeal_signed_on date;
alter table process_version add column repeal_authority text;
alter table process_version add column repeal_from date;
-- It comes once, with the end it sets.
create or replace function process_version_written_once() returns trigger language plpgsql as $$
declare
  may_come constant text[] := array['effective_to', 'repeal_number', 'repeal_signed_on', 'repeal_authority', 'repeal_from'];
begin
  if tg_op = 'DELETE' then
    raise exception 'process_version is written once' using errcode = 'integrity_constraint_violation';
  end if;
  if to_jsonb(new) - may_come is distinct from to_jsonb(old) - may_come or coalesce(new.effective_to, 'infinity'::date) > coalesce(old.effective_to, 'infinity'::date)
    or old.repeal_number is not null
      and (new.repeal_number, new.repeal_signed_on, new.repeal_authority, new.repeal_from) is distinct from (old.repeal_number, old.repeal_signed_on, old.repeal_authority, old.repeal_from) then
    raise exception 'process_version is written once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
