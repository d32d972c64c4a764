"""What every deployment shares; what differs comes from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.privacy import privacy_of
from portal.settings.people import *  # noqa: F403
from portal.settings.people import OIDC_ORIGINS
from portal.settings.reading import broker_of, env
from portal.settings.watching import *  # noqa: F403
from portal.settings.work import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = env("DJANGO_SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("CIVIC_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# The site's address in mails and letters, so that no request's own words get into them.
PUBLIC_URL = env("CIVIC_PUBLIC_URL", default="").rstrip("/")

# --- the city -------------------------------------------------------------------------------
CITY = {
    "name": env("CITY_NAME", default="Nantes"),
    "slug": env("CITY_SLUG", default="nantes"),
    "logo": env("CITY_LOGO", default="img/logo.svg"),
    "accent": env("CITY_ACCENT", default="#23509e"),
    "contact": env("CITY_CONTACT", default="participation@example.org"),
    "metric_crs": env("CITY_METRIC_CRS", default="EPSG:2154"),
    "source_url": env("CITY_SOURCE_URL", default=""),
    # What a postcode of this country looks like, without its spaces; France has five digits.
    "postcode": env("CITY_POSTCODE", default=r"\d{5}"),
}
# Whom to tell of a weakness: an address or a page.
SECURITY_CONTACT = env("CIVIC_SECURITY_CONTACT", default=CITY["contact"])
DATA_DIR = Path(env("CIVIC_DATA_DIR", default=str(BASE_DIR / ".local" / "data")))
ARTEFACT_DIR = Path(env("CIVIC_ARTEFACT_DIR", default=str(BASE_DIR / ".local" / "artefacts")))
DEMO = env.bool("CIVIC_DEMO", default=False)
# Where a demo's mails can be read, for who waits for one.
DEMO_MAIL = env("CIVIC_DEMO_MAIL", default="")
# What models prepare from a city's shape, on this machine's own disk; may be lost at any moment.
OPERATOR_DIR = Path(env("CIVIC_OPERATOR_DIR", default=str(ARTEFACT_DIR / "operators")))
OPERATOR_BYTES = int(env.float("CIVIC_OPERATOR_GB", default=4.0) * 1e9)
# Threads of one calculation; 0 takes every core, and the system shares them among the workers.
THREADS = env.int("CIVIC_THREADS", default=0)
# Cities with more buildings than this are prepared in tiles by all workers together.
TILE_ABOVE_BUILDINGS = env.int("CIVIC_TILE_ABOVE_BUILDINGS", default=50_000)

# --- application ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "portal.apps.PortalConfig",
    "twin.apps.TwinConfig",
    "participation.apps.ParticipationConfig",
]
MIDDLEWARE = [
    "portal.logs.RequestId",
    "portal.cookies.Prefixed",
    "twin.faces.tiles.same_for_everyone",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.policy.KeptPolicy",
    "portal.headers.Headers",
    "portal.sessions.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.intake.IntakeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.sessions.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.problems.ProblemMiddleware",
    "portal.second_factor.leading.Leading",
    "portal.once.Once",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.city.context",
            ]
        },
    }
]

MESSAGE_STORAGE = "portal.messages.WhenAsked"

# --- stores ---------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgis://civic@/civic")}
DATABASES["default"]["ENGINE"] = "portal.database"
# A machine that is gone says nothing at all, and each visitor would wait for it for minutes.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    **DATABASES["default"].get("OPTIONS", {}),
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Not behind a pooler that hands each transaction another connection.
PLAN_ONCE = env.bool("CIVIC_PLAN_ONCE", default=False)
# Such a pooler refuses what a connection asks for at its start.
WEB_STATEMENT_S = env.float("CIVIC_WEB_STATEMENT_S", default=30 if PLAN_ONCE else 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "portal.rediscache.KeptRedisCache",
        "LOCATION": REDIS_URL,
    }
}
GDAL_LIBRARY_PATH = env("GDAL_LIBRARY_PATH", default=None)
GEOS_LIBRARY_PATH = env("GEOS_LIBRARY_PATH", default=None)

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=broker_of(REDIS_URL))

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.authentication.ByAddress"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Messages are stored first; a worker hands them to the carrier that EMAIL_URL names.
MAIL_CARRIER = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "portal.mail.Outbox"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT_S", default=10)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=CITY["contact"])

# The ballot key keeps the ballot box apart from the electoral roll; see participation/decisions.
BALLOT_KEY = env("CIVIC_BALLOT_KEY", default="")
PSEUDONYM_KEY = env("CIVIC_PSEUDONYM_KEY", default="")
# Places are released once a day at this hour of the city's own time, and those of an account only
# when it is so many days old.
RELEASE_HOUR = env.int("CIVIC_RELEASE_HOUR", default=4)
ESTABLISHED_DAYS = env.int("CIVIC_ESTABLISHED_DAYS", default=7)

# Who answers for the data, as the privacy page and the processing record say it: OPERATING.md.
PRIVACY = privacy_of(env("CIVIC_PRIVACY_FILE", default=""), CITY)
# How many days is kept what goes after a time; portal.retention says of each what and why.
KEPT_DAYS = {
    "withdrawn": env.int("CIVIC_KEEP_WITHDRAWN_DAYS", default=30),
    "hidden": env.int("CIVIC_KEEP_HIDDEN_DAYS", default=183),
    "roll": env.int("CIVIC_KEEP_ROLL_DAYS", default=90),
    # What a city account said is looked at every day: it goes with the last vote that asks for it.
    "facts": 0,
    # Files that were made once for all who ask; every night all of them go.
    "files": 0,
    # That a form was sent: its page is long gone from the browser.
    "sent": 1,
    "audit": env.int("CIVIC_KEEP_AUDIT_DAYS", default=1095),
    "backups": env.int("CIVIC_KEEP_BACKUPS_DAYS", default=30),
}

# --- language -------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.zone("CITY_TIME_ZONE", "Europe/Paris")

# --- files and headers ----------------------------------------------------------------------
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Frozen cities and published counts. Any Django storage will do, such as S3 with JSON options.
    "artefacts": {
        "BACKEND": env("CIVIC_ARTEFACT_BACKEND", default="portal.artefacts.WholeFiles"),
        "OPTIONS": env.json("CIVIC_ARTEFACT_OPTIONS", default={"location": str(ARTEFACT_DIR)}),
    },
}
STATIC_ROOT = Path(env("CIVIC_STATIC_ROOT", default=str(BASE_DIR / ".local" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# How many proxies in front of the site add an address to X-Forwarded-For; 0 believes none of it.
TRUSTED_PROXIES = env.int("CIVIC_TRUSTED_PROXIES", default=0)
# Or all who sign in or up would share one address's limits, and a stranger could use them up.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "report-uri": "/policy-reports/",
        "report-to": "policy",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 4

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_THROTTLE_CLASSES": ["portal.pace.Paced"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.paging.Pages",
    "EXCEPTION_HANDLER": "portal.problems.api_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Civic Twin API",
    "DESCRIPTION": "What this city asks, what each option would do, and what people say.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.openapi.described",
    ],
}
# What everyone may read, every page of every site may: nothing of it is sent with cookies.
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_EXPOSE_HEADERS = ("ETag", "Retry-After", "Content-Disposition")
CORS_URLS_REGEX = (
    r"^/(api/|(trust/)?feed\.atom$|models[^.]*\.json$|runs/\w+\.json$"
    r"|twin/(tiles|results|difference|table)/"
    r"|c/[^/]+/(log|count|feed\.atom|cells\.geojson)"
    r"|c/[^/]+/report/[a-z]+(\.fr)?\.(csv|xlsx|geojson)$)"
)
