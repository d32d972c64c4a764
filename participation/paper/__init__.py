"""Ballots on paper: the printed sheet, and typing a pile of them in, twice."""
