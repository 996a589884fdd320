-- The dossier that times a draft's appraisal, and how many of the draft's acts it has followed (null: the draft has no clock).
alter table draft add column dossier text;
alter table draft add column followed integer;
create index draft_unfollowed on draft (id) where followed is not null and followed < length;
