"""What the description of the API says beyond its lists: who answers for it, errors, files."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from portal.city import site
from portal.registry import Registry

FILES: Registry[dict[str, Any]] = Registry("file of the API")
"""Address template -> what it is: summary, media (type -> what it holds). Floors add theirs."""
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "A sentence for people."},
        "status": {"type": "integer"},
        "field": {"type": "string"},
        "errors": {"type": "object", "description": "Parameter -> what is wrong with it."},
        "retry_after_s": {"type": "integer"},
    },
    "required": ["type", "title", "status"],
}
_STATUSES = {
    "400": "A parameter is wrong.",
    "404": "There is nothing at this address.",
    "429": "Too many requests; Retry-After says when to come again.",
    "503": "The site is away for a moment; Retry-After says when to come again.",
}


def described(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """The description with its licence, contact, errors and files (a drf-spectacular hook)."""
    address = site()
    result["info"]["contact"] = {
        "name": str(settings.CITY["name"]),
        "email": str(settings.CITY["contact"]),
    }
    result["info"]["license"] = {"name": "One for each dataset", "url": f"{address}/data/"}
    result["servers"] = [{"url": address}]
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, what in FILES.items():
        result["paths"][path] = {"get": _file(path, what)}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            _add_problems(path, operation)
    result["paths"] = dict(sorted(result["paths"].items()))
    return result


def _file(path: str, what: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "file_" + re.sub(r"\W+", "_", path).strip("_"),
        "summary": what["summary"],
        "tags": ["files"],
        "parameters": [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "responses": {
            "200": {
                "description": what["summary"],
                "content": {media: {"schema": schema} for media, schema in what["media"].items()},
            }
        },
    }


def _add_problems(path: str, operation: dict[str, Any]) -> None:
    """The error answers that this operation can give."""
    asked = operation.get("parameters", [])
    can = {"429", "503"}
    can |= {"404"} if "{" in path else set()
    can |= {"400"} if any(one["in"] == "query" for one in asked) else set()
    for status in sorted(can):
        operation["responses"].setdefault(
            status,
            {
                "description": _STATUSES[status],
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            },
        )
