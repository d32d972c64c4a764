"""Addresses of the pages that belong to no floor above: theme, style guide."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
