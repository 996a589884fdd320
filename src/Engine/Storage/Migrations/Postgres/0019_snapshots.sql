-- What opens a dossier stands apart from what lists and searches find it by: a step done writes one narrow row with one index, and the register's line, with its two dozen, only when that changes.
-- length: how many journal lines the snapshot sums up; hash: the last one's. line: what the register's line was last written with.
create table dossier_snapshot (
  code     text collate "C" primary key,
  length   integer not null,
  hash     text    not null,
  snapshot text    not null,
  line     text    not null default ''
) with (fillfactor = 60);
-- A long snapshot is packed anew with every step; servers built without lz4 keep the slower way.
do $$ begin
  alter table dossier_snapshot alter column snapshot set compression lz4;
exception when feature_not_supported then null;
end $$;
insert into dossier_snapshot (code, length, hash, snapshot) select code, length, hash, snapshot from dossier;

drop trigger dossier_channel on dossier;
drop function dossier_channel();
alter table dossier drop column length;
alter table dossier drop column hash;
alter table dossier drop column snapshot;
alter table dossier set (fillfactor = 80);

-- Whether the dossier waits for somebody, as its shelf says: work lists are counted by it. The lines follow the dossier, whoever moves it.
alter table work add column waiting boolean not null default false;
update work set waiting = true where code in (select code from dossier where shelf = 'waiting');
create function work_follows() returns trigger language plpgsql as $$
begin
  update work set waiting = (new.shelf = 'waiting') where code = new.code;
  return null;
end $$;
create trigger work_follows after update on dossier for each row when ((old.shelf = 'waiting') <> (new.shelf = 'waiting')) execute function work_follows();
