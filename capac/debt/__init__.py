"""Amounts paid unduly. At most one open debt per client, scheme and month, with its causes.

Owns debt_ tables. A debt is open or cancelled. It follows from the difference (owed minus paid) that
flows passes in, and is never written directly; only a changed fact cancels it.
"""
