"""What participation keeps of people: words, places, reactions, votes, and who decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participation import blanking
from participation.ballots import roll
from participation.eligibility import claims
from participation.models import Comment
from portal.kept import ACCOUNTABLE, BY_YOU, PUBLIC_TASK, UNTIL_ERASED
from portal.retention import Clock, keep

BY_CLOCK = _("The clock, every day")
COURTS = _("Legal obligation (GDPR, article 6.1 c): answering courts and authorities")
APPEALS = _("Legal obligation (GDPR, article 6.1 c; Digital Services Act, article 20)")


def _blanked(setting: str, older: Callable[[datetime], QuerySet[Comment]]) -> Clock:
    return Clock(setting, lambda day: older(day).count(), lambda day: blanking.blank(older(day)))


keep(
    "city account",
    _(
        "If you sign in with your city account: its number, and those of its facts that an "
        "open vote asks for, such as where you live"
    ),
    _("Knowing you again, and whether you may vote"),
    PUBLIC_TASK,
    _("Until you erase your account; the facts until the vote has closed"),
    _("You; for the facts the clock every day"),
    "socialaccount.SocialAccount socialaccount.SocialToken socialaccount.SocialApp",
    clock=Clock("facts", claims.to_strip, claims.strip_all),
)
keep(
    "comments",
    _(
        "Your comments with contact data taken out, and the exact place if you gave one; "
        "the public sees the words under an alias, and an area at most"
    ),
    _("So that the city hears you, and can say which comments it answers"),
    PUBLIC_TASK,
    _("Until you withdraw them or erase your account"),
    BY_YOU,
    "participation.Comment participation.PublicComment participation.PublicCell "
    "participation.Place",
)
keep(
    "withdrawn",
    _("Words and place of a comment that you withdrew; no page shows them"),
    _("So that a withdrawal does not put an offence out of a court’s reach"),
    COURTS,
    _("%(days)s days after you withdrew it"),
    BY_CLOCK,
    "participation.Comment",
    clock=_blanked("withdrawn", blanking.withdrawn_before),
)
keep(
    "hidden",
    _("Words and place of a comment that the city team hid, and its note to you"),
    _("So that you can ask for another decision"),
    APPEALS,
    _("%(days)s days after the decision"),
    BY_CLOCK,
    "participation.Comment participation.Ruling participation.Reopening",
    clock=_blanked("hidden", blanking.hidden_before),
)
keep(
    "reactions",
    _("With which comments you agreed or disagreed, and which you reported"),
    _("Counting agreements; looking at what people report"),
    PUBLIC_TASK,
    UNTIL_ERASED,
    BY_YOU,
    "participation.Reaction participation.CommentReport",
)
keep(
    "roll",
    _("That you took part in a vote, not what you chose"),
    _("One vote each; turnout"),
    PUBLIC_TASK,
    _("%(days)s days after the vote has closed; then only the number is left"),
    BY_CLOCK,
    "participation.RollEntry participation.UndoNote",
    clock=Clock("roll", roll.to_unname, roll.unname),
)
keep(
    "ballots",
    _("Your ballot, sealed until the close; afterwards without any link to you"),
    _("Counting the vote, and letting everyone check it"),
    PUBLIC_TASK,
    _("The sealed one until the close; the ballots of a count for good, as its proof"),
    _("The opening of the box, with its key; before it, erasing your account"),
    "participation.Envelope participation.Ballot participation.LogEvent",
)
keep(
    "reminders",
    _("That you asked to be reminded of a vote"),
    _("Sending you one mail before it closes, and one when its dates change"),
    _("Your consent (GDPR, article 6.1 a)"),
    _("Until the vote closes, or you have voted when the mail is due"),
    _("The close of the vote, taking the wish back, erasing your account"),
    "participation.Reminder",
)
keep(
    "lists",
    _("Who may vote, where the city has a list or sends letters, as keyed hashes"),
    _("Recognising those who may vote"),
    PUBLIC_TASK,
    _("As long as the vote’s count: it proves how many could vote"),
    _("Deleting the question"),
    "participation.CensusKey participation.VotingCode",
)
keep(
    "officials",
    _(
        "Which official has a comment open, decided on one, printed codes, typed in paper ballots, "
        "opened a kiosk, asked to take a question back, ruled on something odd, or took "
        "the decision"
    ),
    _("So that the city answers for what was done in its name"),
    ACCOUNTABLE,
    _("As long as the account of the official; in the audit log for its own time"),
    _("An administrator"),
    "participation.Ruling participation.Reopening participation.Claim participation.CodeBatch "
    "participation.PaperBatch participation.Anomaly "
    "participation.Kiosk participation.Withdrawal participation.Decision "
    "participation.Correction participation.Consultation twin.Scenario",
)
