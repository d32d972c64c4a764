"""The address book: each floor brings its own pages."""

from django.urls import include, path

from portal import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    # Patterns are tried in order: what people ask for most stands first.
    path("", include("participation.faces.urls")),
    path("", include("twin.faces.urls")),
    path("", include("portal.pages")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
