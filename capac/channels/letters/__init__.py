"""Letters: kinds and their mandatory mentions as data, written as PDF, sent by eBox or printed, kept as they left.

Owns letters_letter and letters_batch. A letter's words are kept with its bytes; what it concerns is an opaque (kind, id).
States: a letter is written, then in_ebox or to_print, printed, sent, delivered; failed or withdrawn. A batch is made, then posted.
Asks ebox to publish what may go there.
"""
