"""The WSGI application that granian serves."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
try:
    settings.INSTALLED_APPS  # noqa: B018
except ImproperlyConfigured as problem:
    sys.exit(f"These settings cannot be used:\n{problem}")
_site = get_wsgi_application()
# Its models can be loaded only now.
from portal.database import break_off_after  # noqa: E402
from portal.intake import at_the_door  # noqa: E402

# Here and not in the settings: workers, migrations and copies may take as long as they need.
break_off_after(settings.WEB_STATEMENT_S)
application = at_the_door(_site)
# Every page's module now, not at the first visitor's request.
get_resolver().url_patterns  # noqa: B018
