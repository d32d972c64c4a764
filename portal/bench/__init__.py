"""Benchmarks of the ground floor: python manage.py bench NAME."""
