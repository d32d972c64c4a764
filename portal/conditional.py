"""Conditional answers of the API: an ETag of the content, 304 when the reader has it already."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


class Conditional:
    """Mixin for DRF views: weak ETag of the rendered answer, compared with If-None-Match."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As DRF's, and conditional for reading that went well."""
        response: Any = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response  # type: ignore[no-any-return]
        response.render()
        tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        wanted = [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]
        if tag in wanted:
            return HttpResponseNotModified(headers={"ETag": tag})
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        return response  # type: ignore[no-any-return]
