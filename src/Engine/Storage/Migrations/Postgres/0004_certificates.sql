-- What was checked on a text when it was published, and what came out. Versions published before have none.
create table version_certificate (
  draft text not null primary key references draft (id),
  hash  text not null,
  body  text not null
);
create index version_certificate_hash on version_certificate (hash);
create trigger written_for_good before update or delete on version_certificate for each row execute function written_for_good();
