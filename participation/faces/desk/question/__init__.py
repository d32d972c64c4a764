"""A question at the desk: a page of its own for each of its parts."""
