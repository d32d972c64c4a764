"""Two workers count one box at the same moment: one count, the same for both."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from participation.models import Consultation, CountRecord
from participation.results import count_box
from tests.participation.results.boxes import opened


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_count(make_question: Callable[..., Consultation]) -> None:
    question = make_question("result")
    opened(question, [({"ticks": "A"}, 5), ({"ticks": "B"}, 3)])
    together = Barrier(2)

    def work(_worker: int) -> int:
        try:
            together.wait()
            return count_box(question.pk).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(work, range(2))
    assert first == second
    assert CountRecord.objects.count() == 1
