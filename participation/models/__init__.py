"""The nouns of participation."""

from participation.models.ballot import (
    Ballot,
    Envelope,
    PaperBatch,
    PaperSheet,
    Reminder,
    RollEntry,
    UndoNote,
    VoteBox,
)
from participation.models.changes import PublicChange
from participation.models.comment import Comment, CommentReport, Reaction
from participation.models.consultation import Consultation, Option, Phase
from participation.models.eligibility import CensusKey, CodeBatch, VotingCode
from participation.models.history import Change
from participation.models.kiosk import Kiosk
from participation.models.ledger import Anomaly, CountRecord, LogEvent, LogRoot
from participation.models.moderation import Claim, Reopening, Ruling
from participation.models.release import (
    PastCell,
    Place,
    PublicCell,
    PublicComment,
    ReleaseMark,
    ReleaseState,
)
from participation.models.report import Correction, Decision
from participation.models.withdrawal import Withdrawal

__all__ = [
    "Anomaly",
    "Ballot",
    "CensusKey",
    "Change",
    "Claim",
    "CodeBatch",
    "Comment",
    "CommentReport",
    "Consultation",
    "Correction",
    "CountRecord",
    "Decision",
    "Envelope",
    "Kiosk",
    "LogEvent",
    "LogRoot",
    "Option",
    "PaperBatch",
    "PaperSheet",
    "PastCell",
    "Phase",
    "Place",
    "PublicCell",
    "PublicChange",
    "PublicComment",
    "Reaction",
    "ReleaseMark",
    "ReleaseState",
    "Reminder",
    "Reopening",
    "RollEntry",
    "Ruling",
    "UndoNote",
    "VoteBox",
    "VotingCode",
    "Withdrawal",
]
