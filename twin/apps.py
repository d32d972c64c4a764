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

        MAKERS.add("layer-table", "twin.faces.tables.write_layer")
        add_routes(CLOCK, "twin.tasks.sweep")
        add_routes(
            OFFICIALS,
            "twin.tasks.run_analysis",
            "twin.tasks.prepare_tile",
            "twin.tasks.ask_current",
            "twin.tasks.clear_tiles",
        )
