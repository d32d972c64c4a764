"""The API's front door: where its lists are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from portal.conditional import Conditional

LISTS = {
    "consultations": "api-consultations",
    "scenarios": "api-scenarios",
    "runs": "api-runs",
    "models": "api-models",
    "edit_kinds": "api-edit-kinds",
    "schema": "api-schema",
}


class RootSerializer(serializers.Serializer[Any]):
    """Addresses of the lists, and of the OpenAPI description."""

    consultations = serializers.URLField()
    scenarios = serializers.URLField()
    runs = serializers.URLField()
    models = serializers.URLField()
    edit_kinds = serializers.URLField()
    schema = serializers.URLField()


class Root(Conditional, APIView):
    """Where to begin."""

    serializer_class = RootSerializer

    def get(self, request: Request) -> Response:
        """The addresses of all lists."""
        return Response({key: reverse(name, request=request) for key, name in LISTS.items()})
