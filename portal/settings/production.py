"""A city's server: refuses to start on defaults, HTTPS only."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.compiled import compiled_folder
from portal.settings.base import *  # noqa: F403
from portal.settings.base import ARTEFACT_DIR, env

_REQUIRED = (
    "DJANGO_SECRET_KEY",
    "CIVIC_BALLOT_KEY",
    "CIVIC_PSEUDONYM_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "CIVIC_HOSTS",
    "EMAIL_URL",
)
_missing = [name for name in _REQUIRED if not env(name, default="")]
if _missing:
    raise ImproperlyConfigured(f"Set these in the environment first: {', '.join(_missing)}.")
if min(len(env(name)) for name in _REQUIRED[:3]) < 32:
    raise ImproperlyConfigured(f"Each of {', '.join(_REQUIRED[:3])} needs 32 characters or more.")

DEMO = False
SECURE_SSL_REDIRECT = env.bool("CIVIC_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# The site's own name and what lies below it. Whoever has other programs there that speak HTTP only
# says so; "preload" is the city's to ask for, and only for a whole domain.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("CIVIC_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("CIVIC_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
STORAGES = {
    **STORAGES,  # noqa: F405
    # Plain names: browser modules import one another by them, and no bundler rewrites them.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# Read by numba itself. An installed checkout is often read-only, and every worker would compile.
os.environ.setdefault("NUMBA_CACHE_DIR", str(compiled_folder(ARTEFACT_DIR / "compiled")))
