"""The console script `capac`: one file a plain command; the rest is Django's."""
