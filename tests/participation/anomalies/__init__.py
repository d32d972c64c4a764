"""Odd patterns: what is found, what is not, what everyone reads of it."""
