"""Work items with their promises: what waits for a person, since when, promised for when, who has it.

Owns work_item. An item's subject is an opaque (kind, id) of a higher room; the table kind to page
lives in web/desk, and the room that owns the subject closes the item.
States: open, taken, done; done can be undone.
"""
