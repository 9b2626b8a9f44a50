"""Messages with ONEM: C2 authorisations read from batches, matched to clients, kept as versions.

Owns exchange_ tables. A C2 is received, then applied (it became an authorisation), or waits by_hand
(unknown person, a module that a person must read), or is rejected. Asks people who a number is.
"""
