"""What is released, when, and what an attacker can make of it."""
