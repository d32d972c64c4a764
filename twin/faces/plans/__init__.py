"""The desk where planners draw up a plan: its name, its changes, its publication."""
