"""Documents: the bytes of every attachment and scan, what they are, how long they are kept, and the paper they came from.

Owns the documents_ tables. A document is looked through before it is kept: what is empty, too big, not whole, of
another type than its name says, or infected is refused with a reason. It belongs to one client or (not yet) to nobody.
States of a document: unchecked (the virus check could not be reached, nobody sees it), kept, infected, destroyed.
"""
