"""The contract as a tree, its items and figures."""
