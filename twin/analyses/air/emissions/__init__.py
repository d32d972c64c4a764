"""What traffic gives off: published functions of speed, wear, the fleet, and grams per street."""
