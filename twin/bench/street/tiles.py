"""Part `tiles`: an operator joined from tiles against the same from one go, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.bench.street.asking import Asked
from twin.bench.street.links import chain, nantes, operator_bytes
from twin.bench.street.phase import peak_mb, quiet, timed
from twin.bench.street.sizes import cut

SHARE = 0.25


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Each analysis that offers tiles, on a quarter of the city."""
    state = cut(nantes(asked.area), SHARE)
    for name, analysis in chain():
        if not analysis.is_tiled:
            continue
        parameters = analysis.parameters()
        analysis.prepare(cut(state, 0.05), parameters, quiet)
        whole, took = timed(lambda a=analysis, p=parameters: a.prepare(state, p, quiet))  # type: ignore[misc]
        tiles = analysis.tiles(state, parameters)
        made = [
            timed(lambda a=analysis, t=tile, p=parameters: a.prepare_tile(state, p, t, quiet))  # type: ignore[misc]
            for tile in tiles
        ]
        joined = analysis.join_tiles(state, parameters, [part for part, _took in made])
        yield {
            "what": f"{name} in tiles",
            "tiles": len(tiles),
            "same_bytes": operator_bytes(whole) == operator_bytes(joined),
            "in_one_go_cpu_seconds": took["cpu_seconds"],
            "tiles_cpu_seconds": round(sum(took["cpu_seconds"] for _part, took in made), 3),
            "longest_tile_cpu_seconds": max(took["cpu_seconds"] for _part, took in made),
            "peak_mb": peak_mb(),
        }
