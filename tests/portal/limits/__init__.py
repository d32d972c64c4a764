"""Limits: counted exactly, however many come at once, with Redis and without."""
