"""The one gate: what people wrote becomes what the public reads.

Words are released in the transaction that writes them (`words`), places once a day in batches
(`batches`), by the rules of `disclosure.batches`. Everything public is built from visible
comments only, so hidden, held and withdrawn ones vanish with their replies.
"""

from participation.releases.batches import release_batch
from participation.releases.due import batch_is_due, due_releases, has_work
from participation.releases.holding import hold_comment, hold_comments
from participation.releases.reading import public_cells, public_comments, said_of_homes
from participation.releases.turns import release_consultation, release_now
from participation.releases.words import pseudonym_of, release_comments

__all__ = [
    "batch_is_due",
    "due_releases",
    "has_work",
    "hold_comment",
    "hold_comments",
    "pseudonym_of",
    "public_cells",
    "public_comments",
    "release_batch",
    "release_comments",
    "release_consultation",
    "release_now",
    "said_of_homes",
]
