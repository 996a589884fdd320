-- What queues of drafts show and are sorted by: how often it was submitted, since when it stands where it stands, who gives the opinion, how many comments wait for the authors' answer,
-- and which bodies are competent to appraise and to publish it (null: any).
alter table draft add column round integer not null default 0;
alter table draft add column since integer;
alter table draft add column assigned text;
alter table draft add column asked integer not null default 0;
alter table draft add column appraises text;
alter table draft add column publishes text;

-- The decision that ends a version without another in its place (bãi bỏ).
alter table process_version add column repeal_number text;
alter table process_version add column repeal_signed_on text;
alter table process_version add column repeal_authority text;
alter table process_version add column repeal_from text;
-- It comes once, with the end it sets.
create trigger process_version_repealed_once before update on process_version
when old.repeal_number is not null and (new.repeal_number is not old.repeal_number or new.repeal_signed_on is not old.repeal_signed_on
  or new.repeal_authority is not old.repeal_authority or new.repeal_from is not old.repeal_from)
begin select raise(abort, 'process_version is written once'); end;
