"""What the API's lists can be filtered by, and nothing else."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from participation.models import Consultation, PublicComment
from participation.models.comment import Comment


@extend_schema_field(OpenApiTypes.BOOL)
class YesNo(filters.TypedChoiceFilter):
    """true or false; anything else is refused, not passed over."""

    WORDS = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}

    def __init__(self, **more: Any) -> None:
        choices = [(one, one) for one in self.WORDS]
        super().__init__(choices=choices, coerce=self.WORDS.__getitem__, **more)


class ConsultationFilter(filters.FilterSet):
    """Consultations by status."""

    status = filters.ChoiceFilter(
        choices=[(one, one) for one in (Consultation.Status.OPEN, Consultation.Status.DECIDED)]
    )
    ordering = filters.OrderingFilter(fields=["created_at", "decision_date", "slug"])

    class Meta:
        model = Consultation
        fields = ["status"]


class CommentFilter(filters.FilterSet):
    """Released comments by option, stance, theme, cell, language; replies=true for answers only."""

    option = filters.NumberFilter(field_name="option_id")
    stance = filters.ChoiceFilter(choices=[(one, one) for one in Comment.Stance.values])
    theme = filters.ChoiceFilter(choices=[(one, one) for one in Comment.Theme.values])
    cell = filters.CharFilter(max_length=16)
    language = filters.CharFilter(max_length=10)
    parent = filters.UUIDFilter(field_name="parent_id")
    replies = YesNo(field_name="parent", lookup_expr="isnull", exclude=True)
    ordering = filters.OrderingFilter(fields=["day", "agree", "disagree", "replies_count"])

    class Meta:
        model = PublicComment
        fields = ["option", "stance", "theme", "cell", "language", "parent", "replies"]
