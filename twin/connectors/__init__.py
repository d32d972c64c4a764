"""Readers of outside data: each gives a Harvest, none touches the database."""
