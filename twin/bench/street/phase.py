"""A part of the bench in a fresh process, so that its time and memory are its own."""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from twin.bench.street.asking import Asked

Answer = TypeVar("Answer")


def say(**figures: Any) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "street", **figures}, ensure_ascii=False), flush=True)


def in_a_process(part: str, function: str, asked: Asked, *more: Any) -> Iterator[dict[str, Any]]:
    """The lines of a function of this room ("chain.lines"), given `asked` and `more`, as they come.

    The last line says the process's peak memory. A part that fails says so in its line.
    """
    spawned = multiprocessing.get_context("spawn")
    here, there = spawned.Pipe(duplex=False)
    child = spawned.Process(target=_child, args=(there, function, asked, more))
    child.start()
    there.close()
    while True:
        try:
            yield {"part": part, **here.recv()}
        except EOFError:
            break
    child.join()
    if child.exitcode:
        yield {"part": part, "what": "failed", "exit_code": child.exitcode}


def _child(pipe: Connection, function: str, asked: Asked, more: tuple[Any, ...]) -> None:
    import django

    django.setup()
    from twin.analyses.parallel import set_threads

    set_threads(asked.threads)
    began = time.perf_counter()
    try:
        module, _, name = function.partition(".")
        work = getattr(import_module(f"twin.bench.street.{module}"), name)
        for line in work(asked, *more):
            pipe.send(line)
    except Exception as error:  # noqa: BLE001 - the other parts go on
        pipe.send({"what": "failed", "why": f"{type(error).__name__}: {error}"[:300]})
    took = round(time.perf_counter() - began, 1)
    pipe.send({"what": "whole part", "seconds": took, "peak_mb": peak_mb()})
    pipe.close()


def peak_mb() -> float:
    """Most memory that this process had so far, MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


@dataclass
class Watch:
    """Wall and CPU seconds since it was made."""

    def __post_init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    @property
    def seconds(self) -> float:
        """Wall seconds so far."""
        return time.perf_counter() - self.wall

    def figures(self) -> dict[str, float]:
        """Both, rounded, for a line."""
        cpu = time.process_time() - self.cpu
        return {"seconds": round(self.seconds, 3), "cpu_seconds": round(cpu, 3)}


def timed(work: Callable[[], Answer]) -> tuple[Answer, dict[str, float]]:
    """The answer of `work` and how long it took."""
    watch = Watch()
    answer = work()
    return answer, watch.figures()


def quiet(share: float, text: str) -> None:
    """Nobody listens."""
