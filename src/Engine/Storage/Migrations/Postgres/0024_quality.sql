-- The register of quality: samples, inspections, nonconformities, declarations, duties done. A wrong line is withdrawn by a further one. agency: null for what is about all of them.
create table quality_journal (
  number integer not null primary key,
  at     timestamptz not null,
  by     text    not null,
  agency text,
  kind   text    not null,
  body   text    not null
);
create trigger written_for_good before update or delete on quality_journal for each row execute function written_for_good();
