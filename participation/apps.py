"""Participation as a Django app."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Consultations, comments, ballots, moderation, reports."""

    name = "participation"
