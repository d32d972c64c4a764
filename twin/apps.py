"""The twin as a Django app."""

from django.apps import AppConfig


class TwinConfig(AppConfig):
    """The city, its scenarios and what each would do."""

    name = "twin"
