"""The demo's questions, people, comments and ballots: invented with a seed, and marked so."""
