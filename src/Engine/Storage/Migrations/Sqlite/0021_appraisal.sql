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
