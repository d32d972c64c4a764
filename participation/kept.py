"""What participation keeps of people: words, places, reactions, votes, and who decided."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from participation import blanking
from participation.ballots import roll
from participation.eligibility import claims
from portal.kept import ACCOUNTABLE, BY_YOU, PUBLIC_TASK, UNTIL_ERASED
from portal.retention import CATEGORIES, Category

BY_CLOCK = _("The clock, every day")


def _withdrawn_due(before: datetime) -> int:
    return blanking.withdrawn_before(before).count()


def _withdrawn_drop(before: datetime) -> int:
    return blanking.blank(blanking.withdrawn_before(before))


def _hidden_due(before: datetime) -> int:
    return blanking.hidden_before(before).count()


def _hidden_drop(before: datetime) -> int:
    return blanking.blank(blanking.hidden_before(before))


if "comments" not in CATEGORIES:
    CATEGORIES.add(
        "city account",
        Category(
            holds=_(
                "If you sign in with your city account: its number, and those of its facts that an "
                "open vote asks for, such as where you live"
            ),
            why=_("Knowing you again, and whether you may vote"),
            basis=PUBLIC_TASK,
            kept=_("Until you erase your account; the facts until the vote has closed"),
            ends=_("You; for the facts the clock every day"),
            models=(
                "socialaccount.SocialAccount",
                "socialaccount.SocialToken",
                "socialaccount.SocialApp",
            ),
            setting="facts",
            due=claims.to_strip,
            drop=claims.strip_all,
        ),
    )
    CATEGORIES.add(
        "comments",
        Category(
            holds=_(
                "Your comments with contact data taken out, and the exact place if you gave one; "
                "the public sees the words under an alias, and an area at most"
            ),
            why=_("So that the city hears you, and can say which comments it answers"),
            basis=PUBLIC_TASK,
            kept=_("Until you withdraw them or erase your account"),
            ends=BY_YOU,
            models=(
                "participation.Comment",
                "participation.PublicComment",
                "participation.PublicCell",
                "participation.Place",
            ),
        ),
    )
    CATEGORIES.add(
        "withdrawn",
        Category(
            holds=_("Words and place of a comment that you withdrew; no page shows them"),
            why=_("So that a withdrawal does not put an offence out of a court’s reach"),
            basis=_("Legal obligation (GDPR, article 6.1 c): answering courts and authorities"),
            kept=_("%(days)s days after you withdrew it"),
            ends=BY_CLOCK,
            models=("participation.Comment",),
            setting="withdrawn",
            due=_withdrawn_due,
            drop=_withdrawn_drop,
        ),
    )
    CATEGORIES.add(
        "hidden",
        Category(
            holds=_("Words and place of a comment that the city team hid, and its note to you"),
            why=_("So that you can ask for another decision"),
            basis=_("Legal obligation (GDPR, article 6.1 c; Digital Services Act, article 20)"),
            kept=_("%(days)s days after the decision"),
            ends=BY_CLOCK,
            models=("participation.Comment", "participation.Ruling"),
            setting="hidden",
            due=_hidden_due,
            drop=_hidden_drop,
        ),
    )
    CATEGORIES.add(
        "reactions",
        Category(
            holds=_("With which comments you agreed or disagreed, and which you reported"),
            why=_("Counting agreements; looking at what people report"),
            basis=PUBLIC_TASK,
            kept=UNTIL_ERASED,
            ends=BY_YOU,
            models=("participation.Reaction", "participation.CommentReport"),
        ),
    )
    CATEGORIES.add(
        "roll",
        Category(
            holds=_("That you took part in a vote, not what you chose"),
            why=_("One vote each; turnout"),
            basis=PUBLIC_TASK,
            kept=_("%(days)s days after the vote has closed; then only the number is left"),
            ends=BY_CLOCK,
            models=("participation.RollEntry", "participation.UndoNote"),
            setting="roll",
            due=roll.to_unname,
            drop=roll.unname,
        ),
    )
    CATEGORIES.add(
        "ballots",
        Category(
            holds=_("Your ballot, sealed until the close; afterwards without any link to you"),
            why=_("Counting the vote, and letting everyone check it"),
            basis=PUBLIC_TASK,
            kept=_("The sealed one until the close; the ballots of a count for good, as its proof"),
            ends=_("The opening of the box, with its key; before it, erasing your account"),
            models=("participation.Envelope", "participation.Ballot", "participation.LogEvent"),
        ),
    )
    CATEGORIES.add(
        "reminders",
        Category(
            holds=_("That you asked to be reminded of a vote"),
            why=_("Sending you one mail before it closes"),
            basis=_("Your consent (GDPR, article 6.1 a)"),
            kept=_("Until the mail is sent, or you have voted"),
            ends=_("Sending it, voting, erasing your account"),
            models=("participation.Reminder",),
        ),
    )
    CATEGORIES.add(
        "lists",
        Category(
            holds=_("Who may vote, where the city has a list or sends letters, as keyed hashes"),
            why=_("Recognising those who may vote"),
            basis=PUBLIC_TASK,
            kept=_("As long as the vote’s count: it proves how many could vote"),
            ends=_("Deleting the question"),
            models=("participation.CensusKey", "participation.VotingCode"),
        ),
    )
    CATEGORIES.add(
        "officials",
        Category(
            holds=_(
                "Which official decided on a comment, printed codes, typed in paper ballots, "
                "opened a kiosk, asked to take a question back, ruled on something odd, or took "
                "the decision"
            ),
            why=_("So that the city answers for what was done in its name"),
            basis=ACCOUNTABLE,
            kept=_("As long as the account of the official; in the audit log for its own time"),
            ends=_("An administrator"),
            models=(
                "participation.Ruling",
                "participation.CodeBatch",
                "participation.PaperBatch",
                "participation.Anomaly",
                "participation.Kiosk",
                "participation.Withdrawal",
                "participation.Decision",
                "participation.Consultation",
                "twin.Scenario",
            ),
        ),
    )
