"""What each command of `./civic` does."""
