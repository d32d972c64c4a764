"""What makes private data publishable: the one gate to the public (pure: no Django).

coarsen: exact places -> H3 cells with at least ten people. redact: contact data, numbers of
people, plates and house numbers out of text. pseudonym: a code instead of a name. suppress: small
counts out of tables.
"""

TEN = 10
