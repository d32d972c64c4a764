"""Settings, the only reader of the environment: base, dev, test, production."""
