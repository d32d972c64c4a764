"""The count to download: what is in the bundle, how to check it, and the program by itself."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.bundles import manifest_of, open_bundle, rare_ballots, verifier_text
from participation.bundles.words import contents_words, rare_words
from participation.faces.finding import known
from participation.models import Consultation, CountRecord
from portal.confirming import confirmed_recently
from portal.errors import NotReady, NotThere
from portal.roles import is_official

A_DAY = 86_400


def count(request: HttpRequest, slug: str) -> HttpResponse:
    """What is in the bundle, its digest, the key that signed it, and how to check it."""
    found = known(slug, request, light=True)
    record = _record(found)
    context: dict[str, Any] = {"consultation": found, "record": record}
    try:
        manifest = manifest_of(record) if record is not None else None
    except NotReady as error:
        context["mending"] = error
        answer = render(request, "participation/count.html", context, status=error.status)
        answer["Retry-After"] = str(error.retry_after_s)
        return answer
    if manifest is not None:
        context |= {
            "file": _file_name(found),
            "contents": contents_words(),
            "rare": rare_words(manifest["rare"]),
            "hidden": manifest["rare"]["ballots"] if is_official(request.user) else 0,
            "public_key": manifest["public_key"],
        }
    return render(request, "participation/count.html", context)


def bundle(request: HttpRequest, slug: str) -> FileResponse:
    """The zip itself."""
    found = known(slug, request, light=True)
    record = _record(found)
    stored = open_bundle(record) if record is not None else None
    if stored is None:
        raise NotThere(_("The count is not here yet. It follows within minutes of the close."))
    answer = FileResponse(
        stored, as_attachment=True, filename=_file_name(found), content_type="application/zip"
    )
    answer["ETag"] = f'"{record.digest}"' if record is not None else ""
    patch_cache_control(answer, max_age=A_DAY, public=True)
    return answer


def verifier(request: HttpRequest, slug: str) -> HttpResponse:
    """verify.py as this site makes it today, for who would not take it out of the bundle."""
    known(slug, request, light=True)
    answer = HttpResponse(verifier_text(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@confirmed_recently(again=False)
@require_POST
def scrutiny(request: HttpRequest, slug: str) -> HttpResponse:
    """The rare ballots in clear, for an official who hands them to a scrutineer; written down."""
    found = known(slug, request, light=True)
    lines = rare_ballots(actor=request.user, consultation=found)
    answer = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rare-{found.slug}.txt"'
    add_never_cache_headers(answer)
    return answer


def _record(found: Consultation) -> CountRecord | None:
    return CountRecord.objects.filter(consultation=found).first()


def _file_name(found: Consultation) -> str:
    return f"count-{found.slug}.zip"
