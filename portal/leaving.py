"""What a browser forgets when somebody signs out on it, for whoever uses it next.

A session that merely ran out forgets nothing: its person signs in again and goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.registry import Registry

Forgetter = Callable[[HttpRequest, HttpResponseBase], None]
FORGETTERS: Registry[Forgetter] = Registry("forgetter")
"""Filled by the modules that set cookies about what a person does."""


def forget_here(request: HttpRequest, response: HttpResponseBase) -> None:
    """Have the browser drop copies of pages, what scripts stored, and cookies of drafts.

    Cookies that name nobody stay: the language, and what knows the device when passwords are tried.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for _name, forget in FORGETTERS.items():
        forget(request, response)
