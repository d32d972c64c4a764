"""Road noise held to published figures and to hand-worked ones."""
