"""Measuring: `python -m bench [--only house|onemonth]` merges what it found into build/bench.json."""
