"""Streets between buildings: how wide and high they are, and how their air turns over."""
