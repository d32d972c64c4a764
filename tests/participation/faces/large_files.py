"""What tests of large files ask of them."""

from __future__ import annotations

import io
from typing import Any

from django.urls import reverse
from openpyxl import load_workbook

from participation.models import Consultation

PERSON = {"accept": "text/html,*/*"}


def at(question: Consultation, name: str = "comments-xlsx") -> str:
    """Where a file of the report is."""
    return reverse(f"report-{name}", args=[question.slug])


def body(answer: Any) -> bytes:
    """All of a download."""
    return b"".join(answer.streaming_content)


def texts(answer: Any) -> list[str]:
    """The words of the comments in a workbook."""
    page = load_workbook(io.BytesIO(body(answer))).active
    assert page is not None
    names, *rows = page.iter_rows(values_only=True)
    return [str(row[names.index("text")]) for row in rows]
