"""People, noise and air: published numbers, the method's rules, and what must always hold."""
