"""A list of people: read from a file, normalised, kept as keyed hashes, matched."""
