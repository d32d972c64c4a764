"""What officials do with the queue: keep or hide, with a reason that the author reads.

`waiting` is the queue, `rulings` decides and takes back, `claims` tells who has an item open,
`dealt` finds what was decided, `letters` writes to authors.
"""

from participation.moderation.claims import Held, claim, held_by_others, leave, leave_all
from participation.moderation.dealt import Search, dealt_with
from participation.moderation.letters import due_letters, send_letter
from participation.moderation.rulings import (
    REASONS,
    hide_comment,
    just_ruled,
    keep_comment,
    reopen_comment,
    rulings_on,
    undo_ruling,
)
from participation.moderation.waiting import (
    Filters,
    Waiting,
    author_history,
    comment_in_context,
    queue,
    reports_on,
    waiting,
    why_waiting,
)

__all__ = [
    "REASONS",
    "Filters",
    "Held",
    "Search",
    "Waiting",
    "author_history",
    "claim",
    "comment_in_context",
    "dealt_with",
    "due_letters",
    "held_by_others",
    "hide_comment",
    "just_ruled",
    "keep_comment",
    "leave",
    "leave_all",
    "queue",
    "reopen_comment",
    "reports_on",
    "rulings_on",
    "send_letter",
    "undo_ruling",
    "waiting",
    "why_waiting",
]
