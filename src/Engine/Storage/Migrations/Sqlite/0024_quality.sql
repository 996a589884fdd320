-- The register of quality: samples, inspections, nonconformities, declarations, duties done. A wrong line is withdrawn by a further one. agency: null for what is about all of them.
create table quality_journal (
  number integer not null primary key,
  at     integer not null,
  by     text    not null,
  agency text,
  kind   text    not null,
  body   text    not null
) strict;
create trigger quality_journal_no_update before update on quality_journal begin select raise(abort, 'quality_journal is written once'); end;
create trigger quality_journal_no_delete before delete on quality_journal begin select raise(abort, 'quality_journal is written once'); end;
