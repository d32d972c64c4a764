"""Addresses of the pages of this floor."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
