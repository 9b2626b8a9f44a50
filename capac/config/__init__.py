"""Settings from the environment, the table of addresses, and the server's entry."""
