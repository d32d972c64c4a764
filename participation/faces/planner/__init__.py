"""The report and what leaves the site."""
