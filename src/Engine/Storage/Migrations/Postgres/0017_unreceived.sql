-- Reports tell what was handed in and not received yet, as of any day: what ended without being received, and what was received later than that day.
create index report_unaccepted on dossier (ended_at) where received_at is null;
create index report_handed_in on dossier (received_at, submitted_at) where submitted_at is not null;

-- A dossier that was moved to another version by a decision is told from its journal, too: it was received under another one than it stands under.
drop index report_clock;
create index report_clock on dossier_journal (code) where kind in ('supplement-requested', 'clock-stopped', 'promise-moved', 'due-set', 'limit-changed', 'result-withdrawn', 'moved-to-version');
