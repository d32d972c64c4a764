"""What officials see and do."""
