"""The demo: a real city, and what-ifs on its real streets."""
