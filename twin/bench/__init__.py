"""Benchmarks of this floor: each module has run() and prints JSON lines."""
