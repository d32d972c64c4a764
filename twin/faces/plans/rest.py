"""The edit kinds for programs: what each takes, within which limits, which models it reaches."""

from __future__ import annotations

from typing import Any

from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.conditional import Conditional
from twin.analyses.catalogue import ANALYSES
from twin.edits import KINDS, EditKind
from twin.edits.parameters import Choice, Line, Parameter, Things, Whole
from twin.models import Scenario


class ParameterSerializer(serializers.Serializer[Any]):
    """A value in an edit's `params`.

    type: "whole" number, "choice" of `words`, "text" of at most `most` characters, or "things": at
    most `most` URNs of one kind of entity, `of`. default: what is taken when it is not given.
    """

    name = serializers.CharField()
    type = serializers.CharField()
    label = serializers.CharField()
    unit = serializers.CharField()
    needed = serializers.BooleanField()
    least = serializers.IntegerField(allow_null=True)
    most = serializers.IntegerField(allow_null=True)
    default = serializers.IntegerField(allow_null=True)
    words = serializers.ListField(child=serializers.CharField())
    of = serializers.CharField()


class EditKindSerializer(serializers.Serializer[Any]):
    """A kind of change. shapes: GeoJSON types it is drawn with; reaches: names of models."""

    name = serializers.CharField()
    label = serializers.CharField()
    icon = serializers.CharField()
    shapes = serializers.ListField(child=serializers.CharField())
    parameters = ParameterSerializer(many=True)
    reaches = serializers.ListField(child=serializers.CharField())


class EditKinds(Conditional, generics.ListAPIView[Any]):
    """The kinds of change that a scenario can be made of, in the reader's language."""

    serializer_class = EditKindSerializer
    filter_backends: list[Any] = []
    queryset = Scenario.objects.none()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every kind of the catalogue."""
        page = self.paginate_queryset(_rows())  # type: ignore[arg-type]
        return self.get_paginated_response(EditKindSerializer(page, many=True).data)


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": kind.label,
            "icon": kind.icon,
            "shapes": kind.shapes,
            "parameters": [_parameter(one) for one in kind.parameters],
            "reaches": reached(kind),
        }
        for name, kind in KINDS.items()
    ]


def _parameter(one: Parameter) -> dict[str, Any]:
    whole = one if isinstance(one, Whole) else None
    return {
        "name": one.name,
        "type": one.type,
        "label": one.label,
        "unit": whole.unit if whole else "",
        "needed": one.needed,
        "least": whole.least if whole else None,
        "most": one.most if isinstance(one, Whole | Line | Things) else None,
        "default": whole.default if whole else None,
        "words": [word for word, _label in one.options] if isinstance(one, Choice) else [],
        "of": one.of if isinstance(one, Things) else "",
    }


def reached(kind: EditKind[Any]) -> list[str]:
    """Names of the analyses that it reaches, and of those that build on them."""

    def follows(name: str) -> bool:
        return name in kind.reaches or any(map(follows, ANALYSES[name].upstream))

    return [name for name in ANALYSES if follows(name)]
