"""What participation.disclosure has released: the only tables that public faces read.

PublicComment and PublicCell are public. What release itself has to remember is not: Place,
PastCell, ReleaseState, ReleaseMark.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _


def author_name(pseudonym: str) -> str:
    """The author of that code as readers meet them, in the reader's language."""
    return _("Resident %(code)s") % {"code": pseudonym} if pseudonym else _("The city team")


class PublicComment(models.Model):
    """A comment as the public sees it: pseudonym, redacted text, at most a cell as its place.

    public_id: that of the comment. cell: H3 index with at least ten people in it, or "".
    pseudonym: a code, the same for all comments of one person here; "" is the city's team.
    """

    public_id = models.UUIDField(primary_key=True)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    option = models.ForeignKey(
        "participation.Option", null=True, on_delete=models.CASCADE, related_name="+"
    )
    scenario = models.ForeignKey(
        "twin.Scenario", null=True, on_delete=models.CASCADE, related_name="+"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    pseudonym = models.CharField(max_length=60)
    text = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    stance = models.CharField(max_length=10)
    theme = models.CharField(max_length=12)
    cell = models.CharField(max_length=16, blank=True, db_index=True)
    day = models.DateField()
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    replies_count = models.PositiveIntegerField(default=0)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["consultation", "parent", "-day"])]

    def __str__(self) -> str:
        return f"public comment {self.public_id}"

    @property
    def author_name(self) -> str:
        """The author as readers meet them, in the reader's language."""
        return author_name(self.pseudonym)


class PublicCell(models.Model):
    """How many comments and people a released H3 cell holds, and how they lean.

    The figures are those of the last release in which at least ten new people spoke here.
    """

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    cell = models.CharField(max_length=16)
    people = models.PositiveIntegerField()
    comments = models.PositiveIntegerField()
    stances = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "cell"], name="public_cell_once"),
            models.CheckConstraint(
                condition=models.Q(people__gte=10), name="public_cell_ten_people"
            ),
        ]

    def __str__(self) -> str:
        return self.cell


class Place(models.Model):
    """Where a comment's place falls, privately, until a release may show it.

    fine: the smallest H3 cell it lies in; "" once the comment is withdrawn. cell: the public cell
    that it was released in; "" while it waits. counts: whether its writer is one of the people of
    this place; each person counts at one place of a question, and cannot move it elsewhere.
    """

    comment = models.OneToOneField(
        "participation.Comment", primary_key=True, on_delete=models.CASCADE, related_name="place"
    )
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fine = models.CharField(max_length=16)
    cell = models.CharField(max_length=16, blank=True)
    counts = models.BooleanField()
    flood = models.ForeignKey(
        "participation.Anomaly", null=True, on_delete=models.SET_NULL, related_name="places"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "person"],
                condition=models.Q(counts=True),
                name="place_counts_once",
            )
        ]
        indexes = [
            models.Index(fields=["consultation", "cell"]),
            models.Index(
                fields=["consultation"],
                condition=models.Q(cell="") & ~models.Q(fine=""),
                name="place_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"place of comment {self.comment_id}"


class PastCell(models.Model):
    """A cell that was public at any time: no part of it may ever be."""

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    cell = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "cell"], name="past_cell_once")
        ]

    def __str__(self) -> str:
        return self.cell


class ReleaseState(models.Model):
    """How far a question's releases are. batch_on: the day of the last batch of cells.

    at_home: comments about homes as [option, stance, number], counted once after the discussion.
    """

    consultation = models.OneToOneField(
        "participation.Consultation", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    batch_on = models.DateField(null=True)
    at_home = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"releases of {self.consultation_id}"


class ReleaseMark(models.Model):
    """A comment that changed since its public row was written; set by a trigger.

    No foreign keys: the mark of a deleted comment must outlive it.
    """

    consultation_id = models.BigIntegerField(db_index=True)
    comment_id = models.BigIntegerField(db_index=True)
    public_id = models.UUIDField()

    def __str__(self) -> str:
        return f"mark of comment {self.comment_id}"
