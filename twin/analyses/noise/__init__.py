"""Road noise after CNOSSOS-EU: emission, propagation, geometry and the city operator (pure)."""
