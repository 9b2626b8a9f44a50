"""Messages with ONEM and ONSS: C2 authorisations and employers' declarations, matched to clients, kept as versions.

Owns exchange_ tables. A C2 is received, then applied (it became an authorisation), or waits by_hand
(unknown person, a module that a person must read), or is rejected. A declaration (WECH505 to 510) is kept;
a cancellation waits for what it cancels. A complete file of dossier is introduced as a C9: written, received by
ONEM, then returned (C51), refused or decided (a C2 names it). Asks people who a number is.
"""
