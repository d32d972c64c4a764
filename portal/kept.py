"""What the ground floor keeps of people: account, sessions, mails, limits, the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal import chain, making, once
from portal.retention import Clock, keep

PUBLIC_TASK = _("Task in the public interest (GDPR, article 6.1 e): asking the people of the city")
SECURE = _("Legal obligation to keep data secure (GDPR, articles 6.1 c and 32)")
ACCOUNTABLE = _(
    "Task in the public interest (GDPR, article 6.1 e): being able to show that a vote and its "
    "moderation were done properly"
)
UNTIL_ERASED = _("Until you erase your account")
BY_YOU = _("You, under “My comments and votes”; for people who work here, an administrator")

keep(
    "account",
    _("Your e-mail address, name if you gave one, language, password as a hash"),
    _("Signing you in, telling you what became of your comments"),
    PUBLIC_TASK,
    UNTIL_ERASED,
    BY_YOU,
    "portal.User account.EmailAddress account.EmailConfirmation",
)
keep(
    "second factor",
    _("The second factor of people who work here: keys of devices, recovery codes"),
    _("That nobody else acts in their name"),
    SECURE,
    _("Until it is removed, or the account is erased"),
    BY_YOU,
    "mfa.Authenticator",
)
keep(
    "sessions",
    _(
        "That you are signed in, on what kind of device, since when; words of a comment "
        "that you have begun, without contact data, its place sealed with a key that only "
        "your device has; after signing out a keyed hash of who you were, so that erasing "
        "your account takes along what is begun there; your address while you wait for a "
        "code"
    ),
    _("Keeping you signed in, losing no word on the way to sign in"),
    PUBLIC_TASK,
    _("Two weeks after the last visit at most; less for people who work here"),
    _("Signing out, erasing the account, and the clock every day"),
    "sessions.Session portal.Session",
)
keep(
    "mail",
    _("A mail to you that waits to be sent, sealed"),
    _("Sending it also when the mail server is away"),
    PUBLIC_TASK,
    _("Until it is sent, a few days at most"),
    _("Sending it, or giving up"),
    "portal.OutgoingMail",
)
keep(
    "limits",
    _("How often something was tried, by a network or an account, as a keyed hash"),
    _("Stopping those who guess passwords or codes, or flood the site"),
    SECURE,
    _("Minutes to a day, by what is counted"),
    _("The clock"),
    "portal.LimitCount",
)
keep(
    "files",
    _(
        "Large files for everyone to take away, such as the comments of a question under "
        "their aliases, as they were when somebody asked"
    ),
    _("Making each of them once, not for everybody who asks"),
    PUBLIC_TASK,
    _("A day at most; none is given out once a comment in it has gone"),
    _("The clock every day, and the next file of the same kind"),
    "portal.Takeaway",
    clock=Clock("files", making.older, making.drop),
)
keep(
    "sent forms",
    _(
        "That a form was sent, as a digest that says nothing of who sent it or what stood in it, "
        "and where its sender was led, sealed with a word that only the sent page has"
    ),
    _("Doing once what is sent twice, such as by a double click"),
    PUBLIC_TASK,
    _("A day or two"),
    _("The clock every day"),
    "portal.SentForm",
    clock=Clock("sent", once.older, once.drop),
)
keep(
    "audit",
    _(
        "Who did what and when, without what was written or chosen: of people who work "
        "here with their address, of everybody else with a number that says nothing more "
        "once their account is erased"
    ),
    _("Showing that a vote and its moderation were done properly, and by whom"),
    ACCOUNTABLE,
    _("%(days)s days"),
    _("The clock every day, from the oldest entry on; nobody else can"),
    "portal.AuditEntry portal.AuditLink portal.AuditAnchor",
    clock=Clock("audit", chain.older, chain.forget),
)
