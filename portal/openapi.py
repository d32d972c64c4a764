"""What the description of the API says beyond its lists: who answers for it, errors, files."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from portal.city import site
from portal.registry import Registry

FILES: Registry[dict[str, Any]] = Registry("file of the API")
"""Address template -> what it is: summary, media (type -> what it holds). Floors add theirs.

Where there are such: query (parameter -> the words it may be, none for any), also (further
statuses it answers).
"""
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
_WAITS = {
    "description": "It is being made; ask again at `next`, or at the same address.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "status": {"type": "string"},
                    "next": {"type": "string"},
                    "retry_after_s": {"type": "integer"},
                    "progress": {"type": "number"},
                    "message": {"type": "string"},
                },
                "required": ["status"],
            }
        }
    },
}
_GOOD = {"202": _WAITS, "204": {"description": "Here is nothing to draw."}}
_STATUSES = {
    "400": "A parameter is wrong.",
    "404": "There is nothing at this address.",
    "406": "It cannot be had in any of the forms that Accept names.",
    "409": "It is not public yet.",
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
    answers: dict[str, Any] = {
        "200": {
            "description": what["summary"],
            "content": {media: {"schema": schema} for media, schema in what["media"].items()},
        }
    }
    for status in what.get("also", ()):
        answers[status] = _GOOD.get(status) or _problem(status)
    return {
        "operationId": "file_" + re.sub(r"\W+", "_", path).strip("_"),
        "summary": what["summary"],
        "tags": ["files"],
        "parameters": [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", path)
        ]
        + [
            {
                "in": "query",
                "name": name,
                "schema": {"type": "string", **({"enum": words} if words else {})},
            }
            for name, words in what.get("query", {}).items()
        ],
        "responses": answers,
    }


def _add_problems(path: str, operation: dict[str, Any]) -> None:
    """The error answers that this operation can give."""
    asked = operation.get("parameters", [])
    can = {"429", "503"}
    can |= {"406"} if path.startswith("/api/") else set()
    # Past the last page there is nothing either.
    can |= {"404"} if "{" in path or any(one["name"] == "page" for one in asked) else set()
    can |= {"400"} if any(one["in"] == "query" for one in asked) else set()
    for status in sorted(can):
        operation["responses"].setdefault(status, _problem(status))


def _problem(status: str) -> dict[str, Any]:
    return {
        "description": _STATUSES[status],
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
