-- Whether an administrator chose the password: then its owner chooses their own before anything else. Accounts that were there before go on as they are.
alter table account add column owes_password boolean not null default false;
