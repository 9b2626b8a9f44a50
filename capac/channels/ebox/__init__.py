"""The eBox of citizens: who has one, publishing a letter in it, and what the registry says afterwards.

Owns ebox_message: what is or was published, and for whom. What it concerns is an opaque (kind, id).
States: a message waits in the outbox; then it is published, or goes nowhere because nobody opens that eBox or the
registry refuses it; published, it is read. Asks people for the national number, nobody for anything else.
"""
