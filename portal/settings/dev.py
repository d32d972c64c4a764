"""A developer's or a demo's own machine: plain HTTP, mail in the log, demo people allowed."""

from portal.settings.base import *  # noqa: F403
from portal.settings.reading import env, refuse

SECRET_KEY = env("DJANGO_SECRET_KEY", default="only-for-a-developer-machine-0123456789-abcdefghij")
DEBUG = env.bool("CIVIC_DEBUG", default=False)
DEMO = env.bool("CIVIC_DEMO", default=True)
PLAN_ONCE = env.bool("CIVIC_PLAN_ONCE", default=True)
WEB_STATEMENT_S = env.float("CIVIC_WEB_STATEMENT_S", default=30 if PLAN_ONCE else 0)
BALLOT_KEY = env("CIVIC_BALLOT_KEY", default="dev-ballot-key")
PSEUDONYM_KEY = env("CIVIC_PSEUDONYM_KEY", default="dev-pseudonym-key")
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
refuse()
