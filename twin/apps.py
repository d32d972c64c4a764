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

        run, geojson = "{fingerprint}", "application/geo+json"
        files = {
            f"/twin/table/{run}/{{layer}}.geojson": (geojson, "Streets or houses with figures."),
            f"/twin/results/{run}/{{layer}}.json": ("application/json", "A layer's columns."),
            "/twin/tiles/{digest}/{z}/{x}/{y}.mvt": (
                "application/vnd.mapbox-vector-tile",
                "The city's shapes.",
            ),
        }
        for address, (media, summary) in files.items():
            schema = {"type": "object"} if "json" in media else {"type": "string"}
            FILES.add(address, {"summary": summary, "media": {media: schema}})
