"""The queue at the desk: items, decisions, what was dealt with."""
