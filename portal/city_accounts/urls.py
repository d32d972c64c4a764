"""The same addresses as allauth's own: /account/oidc/<provider>/login/ and …/login/callback/."""

from django.urls import path

from portal.city_accounts import views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
