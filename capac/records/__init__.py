"""What every room needs to remember well: state log, versions, runs, outbox, mailboxes, claiming, schedule.

Owns the tables records_statelog, records_run, records_outbox and records_cursor. It knows no other
room: subjects are opaque (kind, id), where the kind is "room.Model".
States: a run is running, finished or failed; an outgoing message is waiting, sent or refused.
"""
