"""Signing in with the city's own accounts, by OpenID Connect.

allauth carries the flow; what an answer must hold before it is believed is checked here. See
portal/decisions/0009-city-accounts.md.
"""
