"""manage.py assign: the user equilibrium of a TNTP test network, as one JSON object."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.errors import BadInput
from twin.analyses.traffic.tntp import (
    Solution,
    TntpNetwork,
    TntpTrips,
    flow_lines,
    read_network,
    read_trips,
    solve,
    warm_up,
)


class Command(BaseCommand):
    """Solve a network of the field's TNTP files."""

    help = (
        "Find the user equilibrium of a TNTP network. Prints one JSON object: seconds (of the "
        "assignment alone), relative_gap, objective (Beckmann, generalised cost), "
        "total_travel_time and more."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and how far to go."""
        parser.add_argument("--network", required=True, type=Path, help="*_net.tntp")
        parser.add_argument("--trips", required=True, type=Path, help="*_trips.tntp")
        parser.add_argument("--gap", type=float, default=1e-6, help="relative gap to reach")
        parser.add_argument("--max-iterations", type=int, default=10_000)
        parser.add_argument("--flows", type=Path, help="write From To Volume Cost to this file")
        parser.add_argument("--toll-factor", type=float, help="time per toll; default: the file's")
        parser.add_argument(
            "--distance-factor", type=float, help="time per length; default: the file's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, solve, print."""
        if not options["gap"] > 0:
            raise CommandError("--gap must be above 0")
        if options["max_iterations"] < 1:
            raise CommandError("--max-iterations must be 1 or more")
        try:
            figures = self._solve(options)
        except BadInput as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(json.dumps(figures, allow_nan=False))

    def _solve(self, options: dict[str, Any]) -> dict[str, Any]:
        path = options["network"]
        network = read_network(
            _text(path),
            path.name,
            toll_factor=options["toll_factor"],
            distance_factor=options["distance_factor"],
        )
        trips = read_trips(
            _text(options["trips"]), network.zones, network.lowest, options["trips"].name
        )
        if options["flows"]:
            _write(options["flows"], "")  # so that a wrong place is told before the work
        # Compiling, once after an update of the code, is no part of the assignment.
        warm_up()
        began = time.perf_counter()
        found = solve(network, trips, gap=options["gap"], max_iterations=options["max_iterations"])
        seconds = time.perf_counter() - began
        self._remark(network, trips, found, options)
        if options["flows"]:
            _write(options["flows"], "\n".join(flow_lines(network, found)) + "\n")
        return {
            "seconds": round(seconds, 6),
            "relative_gap": found.relative_gap,
            "objective": found.objective,
            "total_travel_time": found.total_travel_time,
            "total_cost": found.total_cost,
            "iterations": found.iterations,
            "converged": found.converged,
            "links": len(network),
            "nodes": network.nodes,
            "zones": network.zones,
            "trips": float(trips.trips.sum()),
            "intrazonal_trips": trips.intrazonal,
            "unrouted_trips": found.unrouted,
        }

    def _remark(
        self, network: TntpNetwork, trips: TntpTrips, found: Solution, options: dict[str, Any]
    ) -> None:
        """What was odd, on standard error: standard output holds the figures alone."""
        for remark in network.remarks:
            self.stderr.write(f"{network.name}: {remark}")
        for remark in trips.remarks:
            self.stderr.write(f"{options['trips'].name}: {remark}")
        if found.unrouted_pair:
            way = "from {} to {}".format(*found.unrouted_pair)
            self.stderr.write(
                f"{network.name}: {found.unrouted:g} trips have no way, such as {way}; "
                "they were left out"
            )
        if not found.converged:
            self.stderr.write(
                f"the gap of {options['gap']:g} was not reached: {found.relative_gap:.3g} after "
                f"{found.iterations} iterations"
            )


def _write(path: Path, text: str) -> None:
    try:
        with path.open("w" if text else "a", encoding="ascii") as file:
            file.write(text)
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from problem


def _text(path: Path) -> str:
    """The text of a file; these files are ASCII but for some comments."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from problem
