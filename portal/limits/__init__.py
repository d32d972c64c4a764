"""How often somebody may do something: one way to declare it, one way to count it.

A limit is a constant beside the verb that it guards. `take` counts and decides in one step, so
that forty tries at once are forty tries one after the other: by one script in Redis, and by an
upsert in the database while Redis is away. Counts lie under keyed hashes, no address beside them.
"""

from portal.limits.catalogue import CATALOGUE, Limit
from portal.limits.counting import (
    Standing,
    Wanted,
    forget,
    give_back,
    give_back_each,
    purge,
    standing,
    take,
    take_each,
    too_often,
)

__all__ = [
    "CATALOGUE",
    "Limit",
    "Standing",
    "Wanted",
    "forget",
    "give_back",
    "give_back_each",
    "purge",
    "standing",
    "take",
    "take_each",
    "too_often",
]
