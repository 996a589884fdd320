-- The register of quality is chained as the journals of dossiers and drafts are: each line with the hash of all before it, the head beside them. Lines that were there before are hashed in code after this script; from then on none is edited.
alter table quality_journal add column code text not null default 'register';
alter table quality_journal add column hash text not null default '';
drop trigger written_for_good on quality_journal;
create trigger written_for_good before update on quality_journal for each row when (old.hash <> '') execute function written_for_good();
create trigger never_deleted before delete on quality_journal for each row execute function written_for_good();
create index quality_journal_at on quality_journal using brin (at) with (autosummarize = on);
create table quality_head (
  code   text collate "C" primary key,
  length integer not null,
  hash   text    not null
);
