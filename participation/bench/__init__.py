"""Benchmarks of participation; each compares with a peer measured in the same run."""
