"""The Celery app; tasks are found in each app's `tasks` module."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
# They would load every page into every worker; `manage.py` and the web processes make them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
app = Celery("civic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
