-- What opens a dossier stands apart from what lists and searches find it by: a step done writes one narrow row with one index, and the register's line, with its two dozen, only when that changes.
-- length: how many journal lines the snapshot sums up; hash: the last one's. line: what the register's line was last written with.
create table dossier_snapshot (
  code     text    primary key,
  length   integer not null,
  hash     text    not null,
  snapshot text    not null,
  line     text    not null default ''
) strict;
insert into dossier_snapshot (code, length, hash, snapshot) select code, length, hash, snapshot from dossier;

drop trigger dossier_channel;
alter table dossier drop column length;
alter table dossier drop column hash;
alter table dossier drop column snapshot;

-- Whether the dossier waits for somebody, as its shelf says: work lists are counted by it. The lines follow the dossier, whoever moves it.
alter table work add column waiting integer not null default 0;
update work set waiting = 1 where code in (select code from dossier where shelf = 'waiting');
create trigger work_follows after update on dossier when (old.shelf = 'waiting') <> (new.shelf = 'waiting') begin
  update work set waiting = (new.shelf = 'waiting') where code = new.code;
end;
