"""Documents received, what is owed, the month's run, orders to the bank and its answers, differences.

Owns payment_ tables. A payment is prepared, released by a second person, filed with the bank, then
settled, or returned or refused (and owed again); a prepared one may be dropped. A run is prepared (or empty:
nothing to pay), released, filed or dropped. A hold is open or lifted and says whose turn it is. Owed minus
paid is computed here from calculations and payments (difference.py); what is owed and what was claimed back
come in as values from flows, which takes the changes of debts back (weighing.py, prepare.py).
"""
