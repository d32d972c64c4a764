"""Each rule as the site offers it, one a module: words, settings, and why the winner won."""
