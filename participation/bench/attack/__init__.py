"""Attacks on the site, measured."""
