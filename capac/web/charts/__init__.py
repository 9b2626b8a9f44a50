"""Charts as server-side SVG: pure functions from numbers to a drawing in whole units, which a template writes out.

No script, no inline style; every chart stands beside its table and its CSV. Words come from the caller.
"""
