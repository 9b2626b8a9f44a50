"""The ground floor: money, periods, calendars, the clock and identifiers.

Pure: no Django, no database, no file but the shipped calendars. Everything above stands on it.
"""
