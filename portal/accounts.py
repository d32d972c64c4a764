"""Account pages that stand before allauth's own: signing up, and those that ask who is there."""

from typing import Any

from allauth.account import views
from allauth.socialaccount.views import connections
from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from portal.confirming import confirmed_recently
from portal.confirming.by_code import confirm_by_code
from portal.second_factor.pages import done


class SignUp(views.SignupView):
    """All of it or nothing, and one commit whether the address is new or not."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Make the account and write to its address."""
        answer: HttpResponse = super().form_valid(form)
        return answer


urlpatterns = [
    path("2fa/done/", done, name="second-factor-done"),
    path("signup/", SignUp.as_view(), name="account_signup"),
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
