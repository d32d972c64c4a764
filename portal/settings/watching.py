"""What a site tells of itself: health for monitors, lines for its log."""

from portal.settings.reading import env

# Who holds it reads the figures of /health/; without one nobody does.
MONITOR_TOKEN = env("CIVIC_MONITOR_TOKEN", default="")
# A disk with less room than this is told as almost full.
DISK_LEAST_BYTES = int(env.float("CIVIC_DISK_LEAST_GB", default=1.0) * 1e9)
# Health answers are kept this long by each process, so that asking often costs nothing.
HEALTH_KEPT_S = 1.0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "portal.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"discreet": {"()": "portal.logs.Discreet"}},
    "handlers": {
        "stderr": {
            "class": "portal.logs.Folding",
            "formatter": "plain",
            "filters": ["discreet"],
        }
    },
    # It writes a line with the number of each new passkey.
    "loggers": {"fido2": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": env.level("LOG_LEVEL", "INFO")},
}
