"""The contract with the State as dated data, and its arithmetic. Pure: no Django, no database, no clock.

Owns the data files: 278 items, indicators with norms and readings, traps answered, budgets, the text
itself. A norm lives once, here; the promise on a work item, the figure on the board and the sentence
of the evaluation all come from it. A successor contract is another folder beside the first.
"""
