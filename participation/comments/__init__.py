"""What a resident does with words: write, reply, agree, report, withdraw.

`writing` stores words, `meeting` is how others meet them, `own` is what their author sees and takes
back.
"""

from participation.comments.meeting import (
    REACTIONS,
    comment_by_public_id,
    my_reactions,
    react,
    report_comment,
)
from participation.comments.own import comments_of, withdraw_comment
from participation.comments.writing import COMMENTS, COMMENTS_SHOWN, reply, write_comment

__all__ = [
    "COMMENTS",
    "COMMENTS_SHOWN",
    "REACTIONS",
    "comment_by_public_id",
    "comments_of",
    "my_reactions",
    "react",
    "reply",
    "report_comment",
    "withdraw_comment",
    "write_comment",
]
