-- Reports tell what was handed in and not received yet, as of any day: what ended without being received, and what was received later than that day.
create index report_unaccepted on dossier (ended_at) where received_at is null;
create index report_handed_in on dossier (received_at, submitted_at) where submitted_at is not null;
