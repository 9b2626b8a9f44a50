"""Chains that cross rooms, one file each, read as a list of steps. Owns no table.

What must happen together is written together here, in one transaction; what would point uphill
travels as a value.
"""
