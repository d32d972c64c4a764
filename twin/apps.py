"""The twin as a Django app."""

from django.apps import AppConfig

from portal.health import add_check
from portal.queues import CLOCK, OFFICIALS, add_routes


class TwinConfig(AppConfig):
    """The city, its scenarios and what each would do."""

    name = "twin"

    def ready(self) -> None:
        """Say where our tasks wait, and what is watched. Residents' runs go to another queue."""
        add_check("runs", "twin.runs.watching.runs")
        from portal.making import MAKERS

        MAKERS.add("layer-table", "twin.faces.layers.tables.write_layer")
        MAKERS.add("layer-geojson", "twin.faces.layers.geojson.write_geojson")
        self._describe_files()
        add_routes(CLOCK, "twin.tasks.sweep")
        add_routes(
            OFFICIALS,
            "twin.tasks.run_analysis",
            "twin.tasks.prepare_tile",
            "twin.tasks.ask_current",
            "twin.tasks.clear_tiles",
        )

    def _describe_files(self) -> None:
        """What may be taken away beside the API's lists, for its description."""
        from portal.openapi import FILES
        from portal.sheets import KINDS

        for address, (media, summary, *more) in _FILES.items():
            schema = {"type": "object"} if "json" in media else {"type": "string"}
            told = {"summary": summary, "media": {media: schema}, "also": more}
            if address.startswith("/twin/results/"):
                told["query"] = {"column": []}
            FILES.add(address, told)
        text = {"type": "string"}
        FILES.add(
            "/twin/table/{fingerprint}/{layer}/",
            {
                "summary": "A layer's rows as a table; without `as`, the page that shows them.",
                "media": {"text/html": text}
                | {media.partition(";")[0]: text for media in KINDS.values()},
                "query": {"as": list(KINDS)},
                "also": ["202"],
            },
        )


_FILES = {
    "/twin/table/{fingerprint}/{layer}.geojson": (
        "application/geo+json",
        "Streets or houses with figures.",
        "202",
    ),
    "/twin/results/{fingerprint}/{layer}.json": ("application/json", "A layer's columns.", "202"),
    "/twin/difference/{base}/{fingerprint}/{layer}.json": (
        "application/json",
        "What clearly differs between two runs.",
        "202",
        "400",
    ),
    "/twin/tiles/{digest}/{z}/{x}/{y}.mvt": (
        "application/vnd.mapbox-vector-tile",
        "The city's shapes.",
        "204",
    ),
    "/models.json": ("application/json", "The register of models."),
    "/models/{name}.json": ("application/json", "A model's entry in the register."),
    "/runs/{fingerprint}.json": ("application/json", "What was asked of a model, and found."),
}
"""Address -> media type, what it is, further statuses that it answers."""
