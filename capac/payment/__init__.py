"""Documents received, what is owed, the month's run, orders to the bank and its answers, differences.

Owns payment_ tables. A payment is prepared, released by a second person, filed with the bank, then
settled, or returned or refused (and owed again); a prepared one may be dropped. A run is prepared,
released, filed or dropped. A hold is open or lifted and says whose turn it is. Owed minus paid is
computed here from calculations and payments; what was claimed back comes in as a value from flows.
"""
