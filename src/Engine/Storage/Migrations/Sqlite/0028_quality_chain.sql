-- The register of quality is chained as the journals of dossiers and drafts are: each line with the hash of all before it, the head beside them. Lines that were there before are hashed in code after this script; from then on none is edited.
alter table quality_journal add column code text not null default 'register';
alter table quality_journal add column hash text not null default '';
drop trigger quality_journal_no_update;
create trigger quality_journal_no_update before update on quality_journal when old.hash <> '' begin select raise(abort, 'quality_journal is written once'); end;
create index quality_journal_at on quality_journal (at);
create table quality_head (
  code   text    primary key not null,
  length integer not null,
  hash   text    not null
) strict;
