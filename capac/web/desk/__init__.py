"""The desk of the agents: the queue, files of clients, cards, payment runs, the access register."""
