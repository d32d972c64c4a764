"""The nouns of participation."""

from participation.models.ballot import Ballot, RollEntry
from participation.models.comment import Comment, CommentReport, Reaction
from participation.models.consultation import Consultation, Option, Phase
from participation.models.moderation import Ruling
from participation.models.release import PublicCell, PublicComment
from participation.models.report import Decision

__all__ = [
    "Ballot",
    "Comment",
    "CommentReport",
    "Consultation",
    "Decision",
    "Option",
    "Phase",
    "PublicCell",
    "PublicComment",
    "Reaction",
    "RollEntry",
    "Ruling",
]
