"""The test suite: real PostGIS, Redis and Celery, quick password hashes, mail in memory."""

import tempfile
from pathlib import Path

from portal.queues import CLOCK, named
from portal.settings.base import CACHES, CELERY_BROKER_URL, DATABASES, REDIS_URL, STORAGES, env
from portal.settings.dev import *  # noqa: F403

SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
DEBUG = False
DATABASES["default"]["TEST"] = {"NAME": env("CIVIC_TEST_DATABASE", default="test_civic")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
HEALTH_KEPT_S = 0.0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = MAIL_CARRIER = "django.core.mail.backends.locmem.EmailBackend"
# With `pytest -n 2` each process has a database, a queue, artefacts and Redis numbers of its own.
_PROCESS = env("PYTEST_XDIST_WORKER", default="")
_NAME = "_".join(filter(None, [DATABASES["default"]["TEST"]["NAME"], _PROCESS]))
if _PROCESS:
    _number = 2 * (int(_PROCESS.removeprefix("gw")) + 1)
    REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{_number}"
    CELERY_BROKER_URL = f"{CELERY_BROKER_URL.rpartition('/')[0]}/{_number + 1}"
    CACHES["default"]["LOCATION"] = REDIS_URL
QUEUE_PREFIX = f"{_NAME}."
CELERY_TASK_DEFAULT_QUEUE = named(CLOCK, QUEUE_PREFIX)
# Beside the database of the same name, so that a worker process finds what a test froze.
ARTEFACT_DIR = Path(tempfile.gettempdir()) / "civic-artefacts" / _NAME
STORAGES["artefacts"]["OPTIONS"] = {"location": str(ARTEFACT_DIR)}
OPERATOR_DIR = ARTEFACT_DIR / "operators"
