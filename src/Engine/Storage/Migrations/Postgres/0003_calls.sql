-- Which versions of shared processes a version calls, as pinned when it was submitted; null where it calls none.
alter table process_version add column calls text;
