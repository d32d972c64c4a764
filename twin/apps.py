"""The twin as a Django app."""

from django.apps import AppConfig

from portal.queues import CLOCK, OFFICIALS, add_routes


class TwinConfig(AppConfig):
    """The city, its scenarios and what each would do."""

    name = "twin"

    def ready(self) -> None:
        """Say where our tasks wait. A run that a resident asked for is sent to another queue."""
        add_routes(CLOCK, "twin.tasks.sweep")
        add_routes(
            OFFICIALS,
            "twin.tasks.run_analysis",
            "twin.tasks.prepare_tile",
            "twin.tasks.ask_current",
            "twin.tasks.clear_tiles",
        )
