"""Addresses of account pages that stand before allauth's own: those that ask who is there."""

from allauth.account import views
from allauth.socialaccount.views import connections
from django.urls import path

from portal.confirming import confirmed_recently
from portal.confirming.by_code import confirm_by_code
from portal.second_factor.pages import done

urlpatterns = [
    path("2fa/done/", done, name="second-factor-done"),
    path("confirm/code/", confirm_by_code, name="confirm-by-code"),
    path("email/", confirmed_recently(views.email), name="account_email"),
    path(
        "password/change/",
        confirmed_recently(views.password_change),
        name="account_change_password",
    ),
    path("password/set/", confirmed_recently(views.password_set), name="account_set_password"),
    path("3rdparty/", confirmed_recently(connections), name="socialaccount_connections"),
]
