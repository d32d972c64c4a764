"""How ballots are counted: one rule a module, pure, exact, the same answer for ever."""
