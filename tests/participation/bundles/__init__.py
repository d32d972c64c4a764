"""The published bundle: what is in it, and that its check finds whatever was changed."""
