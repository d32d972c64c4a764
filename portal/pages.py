"""Addresses of the pages that belong to no floor above: theme, style guide, privacy, access."""

from django.urls import path
from django.views.generic import TemplateView

from portal import theme

urlpatterns = [
    path("theme.css", theme.theme, name="theme"),
    path("styleguide/", theme.styleguide, name="styleguide"),
    path("privacy/", TemplateView.as_view(template_name="portal/privacy.html"), name="privacy"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="portal/accessibility.html"),
        name="accessibility",
    ),
]
