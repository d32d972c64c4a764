"""What a person sees when something is not as they expected."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from portal.errors import NotAllowed, NotThere
from portal.problems import ProblemMiddleware

pytestmark = pytest.mark.django_db


def test_an_unknown_address_gets_a_way_back(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_a_form_from_a_page_left_open_too_long_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/i18n/setlang/", {"language": "fr"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_a_failure_of_ours_needs_nothing_of_ours_to_be_told() -> None:
    page = render_to_string("500.html")
    assert "nothing you sent before is lost" in page
    assert 'lang="fr"' in page


def test_a_guest_who_may_not_is_asked_to_sign_in_and_brought_back() -> None:
    with translation.override("en"):
        page = _problem(NotAllowed("This is the city’s desk."), "/desk/")
    assert "/account/login/?next=/desk/" in page


def test_a_problem_keeps_its_own_words_and_escapes_them() -> None:
    page = _problem(NotThere("There is no <b>such</b> street."), "/")
    assert "There is no &lt;b&gt;such&lt;/b&gt; street." in page


def _problem(error: Exception, path: str) -> str:
    request = RequestFactory().get(path)
    answer = ProblemMiddleware(lambda _: None).process_exception(request, error)
    assert answer is not None
    return answer.content.decode()
