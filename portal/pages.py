"""Addresses of the pages that belong to no floor above: theme, style guide."""

from django.urls import path

from portal import theme

urlpatterns = [
    path("theme.css", theme.theme, name="theme"),
    path("styleguide/", theme.styleguide, name="styleguide"),
]
