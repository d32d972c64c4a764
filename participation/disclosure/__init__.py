"""What makes private data publishable: the one gate to the public (pure: no Django).

coarsen: exact places -> H3 cells with at least ten people. redact: e-mail, phone and IBAN out of
text. pseudonym: a code instead of a name. suppress: small counts out of tables.
"""

TEN = 10
