"""People who vote and vote again while something breaks, and what became of their votes."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from participation.bench.ballots.arena import Arena, arena, close_vote
from participation.bench.ballots.racing import Form, Racer
from participation.bench.ballots.reckoning import sealed_now
from participation.bench.ballots.web import Client
from participation.bench.faults.stage import LOOK_S, Stage, wait
from participation.models import Ballot, CountRecord

VOTERS, HANDS = 240, 6
PAUSE_S, AGAIN_S, PATIENCE_S = 0.03, 0.5, 90.0
COUNTED_S = 180.0
PROMISE_S = 30.0
"""So soon after its close, or after what it needs is back, a vote is counted and bundled."""


@dataclass
class Poll:
    """One vote with people at it. moments: (time.monotonic of the answer, its status)."""

    ground: Arena
    stage: Stage
    racers: list[Racer]
    moments: list[tuple[float, int]] = field(default_factory=list)
    given_up: int = 0
    broken: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    hands: list[threading.Thread] = field(default_factory=list)

    def stop(self) -> None:
        """Nobody votes any more; who waits for an answer gets it first."""
        self.over.set()
        for hand in self.hands:
            hand.join()

    def well_after(self, moment: float) -> float | None:
        """Seconds from `moment` to the first receipt of a form that was sent after it."""
        ends = [
            answer.ended
            for racer in self.racers
            for form in racer.forms
            for answer in form.accepted
            if answer.began >= moment
        ]
        return round(min(ends) - moment, 1) if ends else None

    def settle(self) -> dict[str, Any]:
        """Close the vote, let the site count it, and compare with what people hold."""
        self.stop()
        connection.close()
        told, sealed = sealed_now(self.ground, self.racers)
        close_vote(self.ground.consultation)
        counted = wait(lambda: published(self.ground.consultation.pk), COUNTED_S)
        return {**told, **self.answers(), **self.outcome(sealed, counted)}

    def answers(self) -> dict[str, Any]:
        """What the site said, by status."""
        statuses = Counter(status for _moment, status in self.moments)
        return {
            "answers": {str(status): number for status, number in sorted(statuses.items())},
            **refused(statuses.elements()),
            "connections_broken": self.broken,
            "given_up": self.given_up,
        }

    def outcome(self, sealed: Counter[str], counted: float | None) -> dict[str, Any]:
        """Whether exactly the sealed ballots came out, and whether in time."""
        out = Counter(
            Ballot.objects.filter(consultation=self.ground.consultation).values_list(
                "content", flat=True
            )
        )
        return {
            "close_to_bundle_s": counted,
            "late": int(counted is None or counted > PROMISE_S),
            "same_ballots": out == sealed,
        }


def refused(statuses: Iterable[int]) -> dict[str, int]:
    """How often the site said that it is away for now (503), and how often it just broke (500)."""
    bad = Counter(status == 503 for status in statuses if status >= 500)
    return {"answers_503": bad[True], "answers_500": bad[False]}


def published(consultation_id: int) -> bool:
    """Whether a count's bundle is on the disk, with the digest that is recorded."""
    record = CountRecord.objects.filter(consultation_id=consultation_id).exclude(bundle="").first()
    if record is None:
        return False
    file = Path(settings.ARTEFACT_DIR) / record.bundle
    return file.exists() and sha256(file.read_bytes()).hexdigest() == record.digest


@contextmanager
def voting(stage: Stage, voters: int = VOTERS) -> Iterator[Poll]:
    """A question of its own; during the block people cast and change, from HANDS connections."""
    with arena(voters) as ground:
        poll = Poll(ground, stage, [Racer(voter, "steady", [], []) for voter in ground.voters])
        turns = itertools.count()
        for hand in range(HANDS):
            one = threading.Thread(target=_vote, args=(poll, turns, hand), daemon=True)
            poll.hands.append(one)
            one.start()
        try:
            wait(lambda: len(poll.moments) >= HANDS * 4, 30)
            yield poll
        finally:
            poll.stop()


def _vote(poll: Poll, turns: Iterator[int], hand: int) -> None:
    """One hand: each voter is one hand's alone, so that their forms have an order."""
    mine = itertools.cycle(poll.racers[hand::HANDS])
    client = Client(poll.stage.port, poll.ground.path)
    while not poll.over.is_set():
        racer = next(mine)
        content = poll.ground.content(next(turns) % 7_775 + 1)
        form = Form(content, racer.voter.secret, uuid.uuid4().hex)
        racer.forms.append(form)
        _press(poll, client, racer, form)
        time.sleep(PAUSE_S)
    poll.broken += client.broken
    client.close()


def _press(poll: Poll, client: Client, racer: Racer, form: Form) -> None:
    """Send one form, and again while the site says that it could not; as a person would."""
    body = poll.ground.form(racer.voter, form.content, secret=form.secret, token=form.token)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = client.send(racer.voter.cookie, body)
        form.answers.append(answer)
        poll.moments.append((answer.ended, answer.status))
        if answer.status < 500:
            return
        time.sleep(AGAIN_S)
    poll.given_up += 1


def hold(seconds: float) -> None:
    """Let people go on for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(LOOK_S)
