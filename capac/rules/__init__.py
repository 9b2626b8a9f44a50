"""Unemployment law as dated data and vectorised functions. Pure: no Django, no database, no clock.

Facts of a month go in; days, gross, tax, withholdings and every step come out, each with its article.
Owns no table. Asks core for money, months and calendars. docs/rules.md says how to read and add a rule.
"""
