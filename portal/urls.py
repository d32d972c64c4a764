"""The address book: each floor brings its own pages."""

from django.urls import include, path

from portal import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
    path("", include("portal.pages")),
    path("", include("twin.faces.urls")),
    path("", include("participation.faces.urls")),
]
