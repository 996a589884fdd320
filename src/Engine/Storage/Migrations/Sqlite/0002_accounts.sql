-- Who can sign in. Posts are not here: the catalogue says who holds which, day by day.
create table account (
  id              text primary key not null,
  name            text    not null,
  agency          text,
  roles           text    not null, -- comma-separated
  password_hash   text,
  security_stamp  text    not null,
  failed_sign_ins integer not null,
  locked_until    integer
) strict;
