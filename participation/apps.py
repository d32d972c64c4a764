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
        self._describe_files()
        self._hold_plans()
        add_routes(
            CLOCK,
            "participation.tasks.open_boxes",
            "participation.tasks.finish_vote",
            "participation.tasks.pack_again",
            "participation.tasks.burn",
            "participation.tasks.sequence_logs",
            "participation.tasks.remind",
            "participation.tasks.write_letters",
        )
        add_routes(
            RELEASE,
            "participation.tasks.release",
            "participation.tasks.turn_phases",
            "participation.tasks.end_kiosks",
            "participation.tasks.find_anomalies",
        )
        add_routes(
            MAIL,
            "participation.tasks.send_reminder",
            "participation.tasks.send_letter",
            "participation.tasks.tell_dates",
        )

    def _hold_plans(self) -> None:
        """A plan that a public question shows is not taken from the public's eyes."""
        from twin.door import HOLDERS

        HOLDERS.add("questions", "participation.options.why_held")

    def _describe_files(self) -> None:
        """What may be taken away beside the API's lists, for its description."""
        from portal.openapi import FILES
        from portal.sheets import KINDS

        report = {
            "comments": "Released comments, as soon as they are.",
            "areas": "Cells of at least ten people with their comments.",
            "results": "The count of a vote.",
            "effects": "What each option would change, with its interval.",
        }
        for name, summary in report.items():
            for kind, media in KINDS.items():
                FILES.add(
                    f"/c/{{slug}}/report/{name}.{kind}",
                    {
                        "summary": summary,
                        "media": {media.partition(";")[0]: {"type": "string"}},
                        "also": ("202", "409"),
                    },
                )
        for address, (media, schema, summary) in _FILES.items():
            also = ("409",) if "/report/" in address else ()
            told = {"summary": summary, "media": {media: {"type": schema}}, "also": also}
            if address.endswith("consistency.json"):
                told["query"] = {"first": [], "second": []}
            FILES.add(address, told)


_ONE = "/c/{slug}/"
_GEOJSON, _ATOM = "application/geo+json", "application/atom+xml"
_FILES = {
    "/feed.atom": (_ATOM, "string", "What is new about all questions."),
    "/trust/feed.atom": (_ATOM, "string", "New roots of all public logs."),
    f"{_ONE}feed.atom": (_ATOM, "string", "What is new about the question."),
    f"{_ONE}cells.geojson": (_GEOJSON, "object", "Cells of at least ten people."),
    f"{_ONE}report/areas.geojson": (_GEOJSON, "object", "The same cells, with the report."),
    f"{_ONE}count/bundle.zip": ("application/zip", "string", "The count, its ballots, verify.py."),
    f"{_ONE}count/verify.py": ("text/x-python", "string", "The program that checks a count."),
    f"{_ONE}log/roots.json": ("application/json", "array", "Signed roots of the public log."),
    f"{_ONE}log/events.txt": ("text/plain", "string", "Every line of the public log."),
    f"{_ONE}log/consistency.json": ("application/json", "object", "How one root follows another."),
    f"{_ONE}log/feed.atom": (_ATOM, "string", "New roots of its public log."),
}
"""Beside the report's tables: address -> media type, kind of JSON, what it is."""
