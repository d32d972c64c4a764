"""What must be there before the site can start, one module a need; each is quick when it is."""
