"""The ground floor as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """People, audit, health: nothing about cities or votes."""

    name = "portal"

    def ready(self) -> None:
        """Load the Celery app, so that tasks enqueue to the configured broker."""
        from portal import celery  # noqa: F401
