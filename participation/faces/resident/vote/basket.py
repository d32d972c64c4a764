"""What the marks of a sheet add up to, in one sentence that scripts say in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portal.templatetags.words import currency, money, number


@dataclass(frozen=True)
class Basket:
    """What was taken out of what there is. kind: budget (money), points, or ticks (a number).

    spent, most: money or points, 0 for ticks. most_ticks: 0 without a limit. must_fit: a ballot
    over the budget is refused.
    """

    kind: str
    count: int
    spent: Fraction
    most: Fraction
    most_ticks: int = 0
    must_fit: bool = True

    @property
    def currency(self) -> str:
        """ISO 4217 code for amounts of money, "" for points."""
        return currency() if self.kind == "budget" else ""

    @property
    def most_plain(self) -> str:
        """What there is, as scripts read it."""
        return f"{float(self.most):.2f}"

    @property
    def says_left(self) -> str:
        """The sentence while something is left, with %(name)s places."""
        if self.kind == "points":
            return _("Given: %(spent)s points. Left: %(left)s of %(most)s.")
        if self.kind == "budget":
            return _("Ticked: %(count)s, together %(spent)s. Left: %(left)s of %(most)s.")
        return _("Ticked: %(count)s of %(limit)s at most.")

    @property
    def says_over(self) -> str:
        """The sentence when more was taken than there is."""
        if self.kind == "points":
            return _("Given: %(spent)s points, %(over)s more than you have. Take some back.")
        if self.kind == "ticks":
            return _("Ticked: %(count)s. That is more than %(limit)s: take something out.")
        if self.must_fit:
            return _(
                "Ticked: %(count)s, together %(spent)s. That is %(over)s too much: "
                "take something out."
            )
        return _("Ticked: %(count)s, together %(spent)s. There is %(most)s for all projects.")

    @property
    def is_over(self) -> bool:
        """Whether more was taken than there is."""
        if self.kind == "ticks":
            return self.count > self.most_ticks
        return self.spent > self.most

    @property
    def says(self) -> str:
        """The sentence as things stand."""
        write = money if self.kind == "budget" else number
        return (self.says_over if self.is_over else self.says_left) % {
            "count": number(self.count),
            "limit": number(self.most_ticks),
            "spent": write(self.spent),
            "most": write(self.most),
            "left": write(self.most - self.spent),
            "over": write(self.spent - self.most),
        }
