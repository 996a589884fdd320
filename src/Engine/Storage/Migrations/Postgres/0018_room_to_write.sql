-- A step done rewrites the row of its dossier. Where the page has room for the new row, no index is touched.
alter table dossier set (fillfactor = 70);
alter table work set (fillfactor = 80);
alter table dossier_agency set (fillfactor = 85);

-- A long snapshot is packed anew with every step; servers built without lz4 keep the slower way.
do $$ begin
  alter table dossier alter column snapshot set compression lz4;
exception when feature_not_supported then null;
end $$;
