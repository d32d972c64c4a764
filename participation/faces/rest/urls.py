"""Addresses of the API: this floor's, the twin's, and what describes them."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from participation.faces.rest import views
from participation.faces.rest.root import Root

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("consultations/", views.Consultations.as_view(), name="api-consultations"),
    path("consultations/<slug:slug>/", views.OneConsultation.as_view(), name="api-consultation"),
    path("consultations/<slug:slug>/options/", views.Options.as_view(), name="api-options"),
    path("consultations/<slug:slug>/comments/", views.Comments.as_view(), name="api-comments"),
    path("consultations/<slug:slug>/cells/", views.Cells.as_view(), name="api-cells"),
    path("consultations/<slug:slug>/history/", views.History.as_view(), name="api-history"),
    path("consultations/<slug:slug>/result/", views.Result.as_view(), name="api-result"),
    path("", include("twin.faces.rest")),
]
