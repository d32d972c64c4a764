"""The same to programs, as JSON."""
