"""The test suite: real PostGIS, Redis and Celery, quick password hashes, mail in memory."""

import tempfile
from pathlib import Path

from portal.settings.base import DATABASES, STORAGES, env
from portal.settings.dev import *  # noqa: F403

SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
DEBUG = False
DATABASES["default"]["TEST"] = {"NAME": env("CIVIC_TEST_DATABASE", default="test_civic")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_DEFAULT_QUEUE = env("CIVIC_TEST_DATABASE", default="test_civic")
# Beside the database of the same name, so that a worker process finds what a test froze.
ARTEFACT_DIR = (
    Path(tempfile.gettempdir()) / "civic-artefacts" / DATABASES["default"]["TEST"]["NAME"]
)
STORAGES["artefacts"]["OPTIONS"] = {"location": str(ARTEFACT_DIR)}
OPERATOR_DIR = ARTEFACT_DIR / "operators"
