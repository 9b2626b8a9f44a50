"""The simulated outside: people, ONEM, the bank, the log-in provider, and the demonstration that moves them.

The product never imports it. Everybody and everything here is invented and says so. Each simulator is a
process of its own with its state on disk, so that it can be killed at any line and started again.
"""
