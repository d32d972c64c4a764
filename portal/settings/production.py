"""A city's server: refuses to start on defaults, HTTPS only."""

import os
from urllib.parse import urlsplit

from portal.compiled import compiled_folder
from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, ARTEFACT_DIR, EMAIL_CONFIG, PUBLIC_URL
from portal.settings.reading import env, refuse

_REQUIRED = (
    "DJANGO_SECRET_KEY",
    "CIVIC_BALLOT_KEY",
    "CIVIC_PSEUDONYM_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "CIVIC_HOSTS",
    "CIVIC_PUBLIC_URL",
    "EMAIL_URL",
)
# Where a mail may go without TLS: to this machine itself.
_HERE = ("localhost", "127.0.0.1", "::1")
_missing = [name for name in _REQUIRED if not env(name, default="")]
if _missing:
    refuse(f"Set these in the environment first: {', '.join(_missing)}.")
_not: list[str] = []
if min(len(env(name)) for name in _REQUIRED[:3]) < 32:
    _not.append(f"Each of {', '.join(_REQUIRED[:3])} needs 32 characters or more.")
if len({env(name) for name in _REQUIRED[:3]}) < 3:
    _not.append(f"{', '.join(_REQUIRED[:3])} must differ from each other.")
if any("*" in one or one.startswith(".") for one in ALLOWED_HOSTS):
    _not.append("CIVIC_HOSTS holds a pattern. Set the names of this site, such as city.example.")
_public = urlsplit(PUBLIC_URL)
if _public.scheme != "https" or not _public.hostname:
    _not.append("CIVIC_PUBLIC_URL must begin with https://, such as https://city.example.")
elif _public.hostname not in ALLOWED_HOSTS:
    _not.append(f"CIVIC_PUBLIC_URL names {_public.hostname}, which is not in CIVIC_HOSTS.")
if not EMAIL_CONFIG["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    _not.append("EMAIL_URL sends no mail. Set smtp+tls://user:password@mail.city.example:587.")
elif EMAIL_CONFIG["EMAIL_HOST"] not in _HERE and not (
    EMAIL_CONFIG.get("EMAIL_USE_TLS") or EMAIL_CONFIG.get("EMAIL_USE_SSL")
):
    _not.append("EMAIL_URL sends mail without TLS. Set smtp+tls:// (587) or smtp+ssl:// (465).")
refuse(*_not)

DEMO = False
SECOND_FACTOR = env.bool("CIVIC_SECOND_FACTOR", default=True)
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
