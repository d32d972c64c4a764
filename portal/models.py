"""People and the record of what they did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# In plain SQL, since it is asked with every request of a person who is signed in.
CONFIRMED = "exists (select from account_emailaddress where user_id = %s and verified)"


class People(BaseUserManager["User"]):
    """Makes users; the e-mail address is the login."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """A user with `email` (kept in lower case); no password means codes only."""
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        """An operator, whose address whoever has the server vouches for."""
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, role=User.Role.OPERATOR, **facts)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The role says what they may do; see portal.roles."""

    class Role(models.TextChoices):
        RESIDENT = "resident", _("Resident")
        OFFICIAL = "official", _("Official")
        PLANNER = "planner", _("Planner")
        OPERATOR = "operator", _("Operator")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.RESIDENT)
    language = models.CharField(max_length=10, blank=True)
    synthetic = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    # Set for a request by portal.sessions: staff who have not shown their second factor yet.
    awaits_second_factor = False

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["resident", "official", "planner", "operator"]),
                name="user_role_known",
            ),
        ]

    @cached_property
    def has_confirmed_address(self) -> bool:
        """Whether they have confirmed an e-mail address; read with the person, or asked once."""
        with connection.cursor() as cursor:
            cursor.execute(f"select {CONFIRMED}", [self.pk])
            return bool(cursor.fetchone()[0])

    def __str__(self) -> str:
        # Never the e-mail: this text may reach a log or a page.
        return f"person {self.pk}"


class AuditEntry(models.Model):
    """One act of one person, written in the transaction of the act; the database lets nobody
    change it.

    actor: whoever did it, by a number that stays when the account goes; None is the system. who:
    the address at that time of somebody with a role; "" for residents.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        User, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    who = models.CharField(max_length=254, default="", blank=True)
    act = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type} {self.subject_id}"

    @property
    def about(self) -> dict[str, str]:
        """subject: in words; question: the slug it belongs to; request: its number, if kept."""
        return dict(self.facts.get("about", {}))

    @property
    def done(self) -> dict[str, Any]:
        """The facts of the act itself."""
        return {name: value for name, value in self.facts.items() if name != "about"}


class OutgoingMail(models.Model):
    """A message that waits to be sent, sealed; its row goes when it was sent. See portal.mail."""

    sealed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    offered_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"mail {self.pk}"


class LimitCount(models.Model):
    """How often somebody did something, while Redis is away; see portal.limits."""

    key = models.CharField(max_length=40, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"limit {self.key[:8]}"


class AuditLink(models.Model):
    """An entry's place in the chain, given by the database as the act is committed.

    hash: SHA-256 over the hash of the place before and the entry; see decisions/0010. Both are
    NULL for the moment between two triggers of one commit.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(null=True, unique=True)
    hash = models.BinaryField(max_length=32, null=True)

    def __str__(self) -> str:
        return f"link {self.position}"


class AuditAnchor(models.Model):
    """Entries up to `position` were dropped for their age; the chain goes on from `hash`."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    dropped = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"anchor at {self.position}"


class Session(AbstractBaseSession):
    """What a browser is remembered by; `portal.sessions` alone reads and writes it.

    session_key: a digest of what the browser holds, so that reading this table signs nobody in.
    person: who is signed in. was: a keyed digest of who was before, so that a draft begun after
    signing out is found when that account is erased. device: words of `portal.sessions.devices`.
    since, seen: the sign-in and the last page; only to the hour and the day for residents.
    """

    person = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    was = models.CharField(max_length=40, blank=True)
    device = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    seen = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["was"], name="session_was", condition=~models.Q(was="")),
        ]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What reads and writes these rows."""
        from portal.sessions import SessionStore

        return SessionStore


class Takeaway(models.Model):
    """A large public file that a worker makes and keeps for all who ask; see portal.making.

    key: digest of maker, subject, language and version. digest: SHA-256 of the file, "" until it is
    there and when making it failed.
    """

    key = models.CharField(max_length=64, unique=True)
    maker = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, default="", blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.maker} {self.about}"

    @property
    def waits(self) -> bool:
        """Whether it is neither there nor given up."""
        return self.made_at is None

    @property
    def place(self) -> str:
        """Its name in the store of artefacts; no number comes twice."""
        return f"takeaways/{self.pk}"


class SentForm(models.Model):
    """A form that was sent, so that a second sending does nothing more; see portal.once.

    key: digest of the sender, the address and all that was sent, its token among them. answer:
    where the first one was led, sealed with that token.
    """

    key = models.CharField(max_length=64, primary_key=True)
    answer = models.BinaryField(default=b"")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"form {self.key[:8]}"


class RetentionRun(models.Model):
    """What the clock deleted on one day because its time was over; see portal.retention."""

    day = models.DateField()
    category = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "category"], name="retention_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.category} on {self.day}"
