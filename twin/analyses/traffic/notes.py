"""What a traffic run says about itself: figures (facts) and plain sentences (notes)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.marking import gettext_noop as _
from twin.analyses.traffic.demand import Demand, Gateways, Zones
from twin.analyses.traffic.solving import Solved


def facts_of(zones: Zones, gateways: Gateways, demand: Demand, found: Solved) -> dict[str, Any]:
    """JSON-able figures of a run. Lengths in km, trips per hour."""
    runs, network = found.runs, found.network
    worst = max(run.assignment.relative_gap for run in runs)
    return {
        "relative_gap": runs[0].assignment.relative_gap,
        "worst_relative_gap": worst,
        "converged": all(run.assignment.converged for run in runs),
        "iterations": runs[0].assignment.iterations,
        "samples": len(runs) - 1,
        "zones": len(zones),
        "gateways": len(gateways),
        "nodes": int(network.core.sum()),
        "links": len(network),
        "trips": round(demand.total, 1),
        "unrouted_trips": round(runs[0].unrouted, 1),
        "dwellings": round(zones.dwellings),
        "jobs": round(zones.jobs),
        **{f"dropped_km_{reason}": round(km, 2) for reason, km in network.dropped_km.items()},
        **{f"defaulted_km_{what}": round(km, 2) for what, km in found.offer.defaulted_km.items()},
    }


SENTENCES: tuple[tuple[str, str], ...] = (
    ("trips", _("Trips are synthetic: made from homes and shop floors, not from counts.")),
    ("dropped_km_restricted", _("Streets for permit holders only carry no cars in this model.")),
    (
        "dropped_km_not_connected",
        _("Some streets are left out because cars cannot get there and back in the network."),
    ),
    (
        "dropped_km_loop",
        _("Streets that end where they start carry no traffic in this model."),
    ),
    ("defaulted_km_speed", _("Where the source knows no mean speed, a default stands in.")),
    ("defaulted_km_lanes", _("Where the source knows no number of lanes, a default stands in.")),
    (
        "unrouted_trips",
        _("Some car trips find no way at all with these rules; they are left out of all figures."),
    ),
)
NOT_SETTLED = _("The calculation stopped before traffic had settled; read the figures with care.")


def notes_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences that apply to these facts."""
    notes = [text for fact, text in SENTENCES if facts[fact] > 0]
    if not facts["converged"]:
        notes.append(NOT_SETTLED)
    return tuple(notes)
