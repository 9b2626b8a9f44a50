"""Work items with their promises: what waits for a person, since when, promised for when, who has it.

Owns work_item, work_telling, work_duty, work_grant. An item's subject is an opaque (kind, id) of a higher room; the
table kind to page lives in web/desk, and the room that owns the subject closes the item.
States: open, taken, snoozed, done; done can be undone. Also here: the tellings of promises that slip, the rota of the
C2 experts, and why somebody may open a client's file.
"""
