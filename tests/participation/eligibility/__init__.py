"""Who may vote: each kind of rule, its refusals in words, its limits and its races."""
