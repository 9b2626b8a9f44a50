"""The books: a ledger of double entries derived from payments, debts, verification and advances from ONEM.

Owns finance_ tables. An entry has one source and follows from facts that never change, so the ledger can be
derived again from nothing. What people decide is kept beside it: advances keyed, months closed. A closed month
takes nothing more; what becomes known after it stands in the next open one. Asks payment, debt and verification.
"""
