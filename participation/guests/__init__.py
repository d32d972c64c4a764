"""What guests read, kept until something public changes."""
