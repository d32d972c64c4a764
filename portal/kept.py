"""What the ground floor keeps of people: account, sessions, mails, limits, the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal import chain, making
from portal.retention import CATEGORIES, Category

PUBLIC_TASK = _("Task in the public interest (GDPR, article 6.1 e): asking the people of the city")
SECURE = _("Legal obligation to keep data secure (GDPR, articles 6.1 c and 32)")
ACCOUNTABLE = _(
    "Task in the public interest (GDPR, article 6.1 e): being able to show that a vote and its "
    "moderation were done properly"
)
UNTIL_ERASED = _("Until you erase your account")
BY_YOU = _("You, under “My comments and votes”; for people who work here, an administrator")


if "account" not in CATEGORIES:
    CATEGORIES.add(
        "account",
        Category(
            holds=_("Your e-mail address, name if you gave one, language, password as a hash"),
            why=_("Signing you in, telling you what became of your comments"),
            basis=PUBLIC_TASK,
            kept=UNTIL_ERASED,
            ends=BY_YOU,
            models=("portal.User", "account.EmailAddress", "account.EmailConfirmation"),
        ),
    )
    CATEGORIES.add(
        "second factor",
        Category(
            holds=_("The second factor of people who work here: keys of devices, recovery codes"),
            why=_("That nobody else acts in their name"),
            basis=SECURE,
            kept=_("Until it is removed, or the account is erased"),
            ends=BY_YOU,
            models=("mfa.Authenticator",),
        ),
    )
    CATEGORIES.add(
        "sessions",
        Category(
            holds=_(
                "That you are signed in, on what kind of device, since when; words of a comment "
                "that you have begun, without contact data, its place sealed with a key that only "
                "your device has; after signing out a keyed hash of who you were, so that erasing "
                "your account takes along what is begun there; your address while you wait for a "
                "code"
            ),
            why=_("Keeping you signed in, losing no word on the way to sign in"),
            basis=PUBLIC_TASK,
            kept=_("Two weeks after the last visit at most; less for people who work here"),
            ends=_("Signing out, erasing the account, and the clock every day"),
            models=("sessions.Session", "portal.Session"),
        ),
    )
    CATEGORIES.add(
        "mail",
        Category(
            holds=_("A mail to you that waits to be sent, sealed"),
            why=_("Sending it also when the mail server is away"),
            basis=PUBLIC_TASK,
            kept=_("Until it is sent, a few days at most"),
            ends=_("Sending it, or giving up"),
            models=("portal.OutgoingMail",),
        ),
    )
    CATEGORIES.add(
        "limits",
        Category(
            holds=_("How often something was tried, by a network or an account, as a keyed hash"),
            why=_("Stopping those who guess passwords or codes, or flood the site"),
            basis=SECURE,
            kept=_("Minutes to a day, by what is counted"),
            ends=_("The clock"),
            models=("portal.LimitCount",),
        ),
    )
    CATEGORIES.add(
        "files",
        Category(
            holds=_(
                "Large files for everyone to take away, such as the comments of a question under "
                "their aliases, as they were when somebody asked"
            ),
            why=_("Making each of them once, not for everybody who asks"),
            basis=PUBLIC_TASK,
            kept=_("A day at most; none is given out once a comment in it has gone"),
            ends=_("The clock every day, and the next file of the same kind"),
            models=("portal.Takeaway",),
            setting="files",
            due=making.older,
            drop=making.drop,
        ),
    )
    CATEGORIES.add(
        "audit",
        Category(
            holds=_(
                "Who did what and when, without what was written or chosen: of people who work "
                "here with their address, of everybody else with a number that says nothing more "
                "once their account is erased"
            ),
            why=_("Showing that a vote and its moderation were done properly, and by whom"),
            basis=ACCOUNTABLE,
            kept=_("%(days)s days"),
            ends=_("The clock every day, from the oldest entry on; nobody else can"),
            models=("portal.AuditEntry", "portal.AuditLink", "portal.AuditAnchor"),
            setting="audit",
            due=chain.older,
            drop=chain.forget,
        ),
    )
