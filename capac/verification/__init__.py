"""What ONEM says of payments made: the expenditure file out, outcomes in, what they lower.

Owns verification_ tables. An expense line (one payment of an introduction month) is sent, and gets
outcomes phase by phase: accepted, C12 (eliminated), C13 (rejected), C14 (complement), neutralised.
A C12 or C13 that may be recovered lowers what is owed; one through our own fault alone does not.
"""
