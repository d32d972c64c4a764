"""What participation.disclosure has released: the only tables that public faces read."""

from __future__ import annotations

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
    """How many comments and people a released H3 cell holds, and how they lean."""

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
