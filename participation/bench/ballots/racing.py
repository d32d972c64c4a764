"""Casts and changes race over real HTTP while web workers are killed; then each vote is sought.

Three kinds of voters send their forms to granian as the site runs it: *steady* ones, one form
after the other (and old forms again in between); *hasty* ones, all forms at once from several
threads; and *two at once*, who vote on two devices before either knows of the other. A client whose
connection breaks sends the same form again until it is answered.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from participation.ballots import new_secret
from participation.bench.ballots.arena import Arena, Voter, arena
from participation.bench.ballots.reckoning import reckon
from participation.bench.ballots.saying import say
from participation.bench.ballots.web import Answer, Client, Server, kill, server

CLIENTS = 24
FORMS = 5  # each voter's casts and changes
KINDS = ("steady", "hasty", "steady", "hasty", "two at once")
LOOK_S = 0.1
BETWEEN_KILLS = (60, 400)  # answers
# Granian takes a worker that dies sooner after its start for one that cannot start, and gives up.
GROWN_S = 6.0
WHOLE = 0.2  # how often all processes die together
SEED = 4


@dataclass
class Form:
    """One ballot somebody sends, perhaps several times. answers: in the order they came."""

    content: str
    secret: str
    token: str
    how: str = ""
    answers: list[Answer] = field(default_factory=list)

    @property
    def accepted(self) -> list[Answer]:
        """The answers that came with a receipt."""
        return [answer for answer in self.answers if answer.status == 302 and answer.code]


@dataclass
class Racer:
    """A voter with all their forms; `turns` are indices of forms, sent one after the other."""

    voter: Voter
    kind: str
    forms: list[Form]
    turns: list[list[int]]


def measure(events: int) -> None:
    """Race `events` casts and changes, and say what became of them."""
    chance = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    with arena(-(-events // FORMS)) as ground:
        racers = _racers(ground, events, chance)
        begin = time.perf_counter()
        with server() as web, _killing(web, racers, chance) as killed:
            broken = _run(ground, racers, web, chance)
        seconds = time.perf_counter() - begin
        answers = [answer for racer in racers for form in racer.forms for answer in form.answers]
        say(
            what="racing casts and changes, web workers killed",
            voters=len(racers),
            forms=sum(len(racer.forms) for racer in racers),
            sent=len(answers),
            seconds=round(seconds, 1),
            workers_killed=len(killed),
            whole_server_killed=web.restarts,
            connections_broken=broken,
            answers=dict(sorted(Counter(answer.status for answer in answers).items())),
            answers_5xx=sum(answer.status >= 500 for answer in answers),
            **reckon(ground, racers),
        )


def _racers(ground: Arena, events: int, chance: random.Random) -> list[Racer]:
    numbers = itertools.count(1)
    left, racers = events, []
    for voter, kind in zip(ground.voters, itertools.cycle(KINDS)):
        forms = [
            Form(ground.content(next(numbers) % 7_775 + 1), voter.secret, uuid.uuid4().hex)
            for _form in range(min(FORMS, left))
        ]
        left -= len(forms)
        racers.append(Racer(voter, kind, forms, _turns(kind, forms, chance)))
    return racers


def _turns(kind: str, forms: list[Form], chance: random.Random) -> list[list[int]]:
    """Who sends what after what: one list for each device."""
    all_ = list(range(len(forms)))
    if kind == "steady":
        if len(forms) > 3 and chance.random() < 0.3:
            _lose_key(forms, at=chance.randrange(1, len(forms)))
        # An old form comes again after a newer one: it must change nothing.
        old = [place for place in all_[:-1] if chance.random() < 0.3]
        return [_with_old(all_, old)]
    if kind == "two at once":
        other = new_secret()
        for form in forms[1::2]:
            form.secret = other
        return [all_[::2], all_[1::2]]
    twice = [place for place in all_ if chance.random() < 0.3]
    return [[place] for place in [*all_, *twice]]


def _with_old(turns: Sequence[int], old: Sequence[int]) -> list[int]:
    """`turns`, and each of the old ones once more after the one that followed it."""
    found: list[int] = []
    for place in turns:
        found.append(place)
        if place - 1 in old:
            found.append(place - 1)
    return found


def _lose_key(forms: list[Form], at: int) -> None:
    """From form `at` on there is another key: the old one was lost."""
    forms[at].how = "again"
    for form, secret in zip(forms[at:], itertools.repeat(new_secret()), strict=False):
        form.secret = secret


def _run(ground: Arena, racers: list[Racer], web: Server, chance: random.Random) -> int:
    """Send everything from CLIENTS threads; how many connections broke."""
    jobs = [(racer, turn) for racer in racers for turn in racer.turns]
    chance.shuffle(jobs)
    queue: SimpleQueue[tuple[Racer, list[int]]] = SimpleQueue()
    for job in jobs:
        queue.put(job)

    def work(_number: int) -> int:
        client = Client(web.port, ground.path)
        with suppress(Empty):
            while True:
                racer, turn = queue.get_nowait()
                for place in turn:
                    _send(client, ground, racer, racer.forms[place])
        client.close()
        return client.broken

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(work, range(CLIENTS)))


def _send(client: Client, ground: Arena, racer: Racer, form: Form) -> None:
    body = ground.form(
        racer.voter, form.content, secret=form.secret, token=form.token, how=form.how
    )
    form.answers.append(client.send(racer.voter.cookie, body))


@contextmanager
def _killing(web: Server, racers: Sequence[Racer], chance: random.Random) -> Iterator[list[int]]:
    """Until the end, kill one worker after the other, now and then all of them."""
    killed: list[int] = []
    over = threading.Event()

    def cut() -> None:
        seen: dict[int, float] = {}
        due = chance.randint(*BETWEEN_KILLS)
        while not over.wait(LOOK_S):
            now = time.monotonic()
            seen = {pid: seen.get(pid, now) for pid in web.workers()}
            grown = [pid for pid, since in seen.items() if now - since > GROWN_S]
            answered = sum(len(form.answers) for racer in racers for form in racer.forms)
            if answered < due or not grown:
                continue
            due = answered + chance.randint(*BETWEEN_KILLS)
            if len(grown) == len(seen) and chance.random() < WHOLE:
                web.die()
                killed.extend(grown)
            elif kill(victim := chance.choice(grown)):
                killed.append(victim)

    thread = threading.Thread(target=cut, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()
