"""Participation as a Django app."""

from django.apps import AppConfig

from portal.health import add_check
from portal.queues import CLOCK, MAIL, RELEASE, add_routes


class ParticipationConfig(AppConfig):
    """Consultations, comments, ballots, moderation, reports."""

    name = "participation"

    def ready(self) -> None:
        """Say where our tasks wait, and what is watched."""
        add_check("votes", "participation.bundles.watching.votes")
        add_check("bundles", "participation.bundles.watching.bundles")
        add_check("releases", "participation.releases.watching.releases")
        from portal.making import MAKERS

        MAKERS.add("report-table", "participation.faces.planner.files.write_table")
        MAKERS.add("report-map", "participation.faces.planner.files.write_map")
        add_routes(
            CLOCK,
            "participation.tasks.open_boxes",
            "participation.tasks.finish_vote",
            "participation.tasks.pack_again",
            "participation.tasks.burn",
            "participation.tasks.sequence_logs",
            "participation.tasks.remind",
        )
        add_routes(
            RELEASE,
            "participation.tasks.release",
            "participation.tasks.turn_phases",
            "participation.tasks.end_kiosks",
            "participation.tasks.find_anomalies",
        )
        add_routes(MAIL, "participation.tasks.send_reminder")
