"""Comments about homes: a private mark, counted in public once, when nobody can add another."""

from __future__ import annotations

from django.db.models import Count

from participation.disclosure.suppress import suppress_table
from participation.models import Comment, Option


def count_homes(consultation_id: int) -> list[list[object]]:
    """[option id, stance, number of people] of all options and stances; small numbers None."""
    options = list(
        Option.objects.filter(consultation_id=consultation_id).values_list("pk", flat=True)
    )
    rows = (
        Comment.objects.filter(
            consultation_id=consultation_id,
            about_home=True,
            status=Comment.Status.VISIBLE,
            option__in=options,
        )
        .order_by()
        .values_list("option_id", "stance")
        .annotate(number=Count("author", distinct=True))
    )
    counts = {(option, stance): number for option, stance, number in rows}
    shown = suppress_table(counts, options, Comment.Stance.values)
    return [[option, stance, number] for (option, stance), number in shown.items()]
