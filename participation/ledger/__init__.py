"""The public log of a vote: its tree, signed roots, receipts.

Nothing is imported here, so that `merkle` and `codes` load without a framework.
"""
