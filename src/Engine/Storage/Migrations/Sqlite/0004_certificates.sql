-- What was checked on a text when it was published, and what came out. Versions published before have none.
create table version_certificate (
  draft text not null primary key references draft (id),
  hash  text not null,
  body  text not null
) strict;
create index version_certificate_hash on version_certificate (hash);
create trigger version_certificate_no_update before update on version_certificate begin select raise(abort, 'version_certificate is written once'); end;
create trigger version_certificate_no_delete before delete on version_certificate begin select raise(abort, 'version_certificate is written once'); end;
