"""The machines' door: one API on the federal conventions (belgif), contract first.

contract.yaml is written by hand and is what a partner reads; doors.py serves it and is compared with it. A number
of a person travels in a body, never in an address; who asks and on which legal ground stands in the access
register before anything is answered. Asks flows, contract, payment, exchange, people and the rules.
"""
