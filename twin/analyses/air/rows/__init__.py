"""Where the air is worked out: receptors, the canyons they stand in, what they have values for."""
