"""The ground floor as a Django app."""

from django.apps import AppConfig

from portal.queues import CLOCK, FILES, MAIL, RELEASE, add_routes


class PortalConfig(AppConfig):
    """People, audit, health: nothing about cities or votes."""

    name = "portal"

    def ready(self) -> None:
        """Load the Celery app, so that tasks go to the configured broker; listen; name our own."""
        from portal import celery, checks, receivers  # noqa: F401
        from portal.health import add_check, beats, ground
        from portal.second_factor import receivers as _  # noqa: F401
        from portal.sessions import middleware  # noqa: F401 - hears of sign-ins before any request

        add_check("database", ground.database, serving=True)
        add_check("migrations", ground.migrations, serving=True)
        add_check("redis", ground.redis)
        add_check("clock", beats.clock)
        add_check("worker", beats.workers)
        add_check("queues", ground.queues)
        add_check("disk", ground.disks)
        add_check("mail", ground.mail)
        add_routes(CLOCK, "portal.tasks.heartbeat", "portal.tasks.sweep_mail")
        add_routes(
            RELEASE,
            "portal.tasks.purge_limits",
            "portal.tasks.purge_sessions",
            "portal.tasks.export_audit_head",
            "portal.tasks.keep_periods",
        )
        add_routes(FILES, "portal.tasks.make_file")
        add_routes(MAIL, "portal.tasks.send_mail")
