"""Codes from letters: their words, the batches they are made in, and voting with one."""
