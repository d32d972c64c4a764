"""The address book: each floor brings its own pages."""

from django.urls import include, path

from portal import contact, policy_reports
from portal.health import views as health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/serving", health.serving, name="health-serving"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/", health.report, name="health"),
    path("policy-reports/", policy_reports.report, name="policy-reports"),
    path(".well-known/security.txt", contact.security_txt, name="security-txt"),
    # Patterns are tried in order: what people ask for most stands first.
    path("", include("participation.faces.urls")),
    path("", include("twin.faces.urls")),
    path("", include("portal.pages")),
    path("account/", include("portal.accounts")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler404 = "portal.problems.nowhere"
handler500 = "portal.problems.failed"
