"""A device on which people vote one after another, started and ended by an official.

It has a session of its own with no account in it; nothing of a voter outlives their booth.
"""
