"""Account pages that stand before allauth's own: signing up, and those that ask who is there."""

from typing import Any

from allauth.account import views
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.views import connections
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import path

from portal.code_pages import address_code, forget_code, sign_in_code
from portal.confirming import confirmed_recently
from portal.confirming.by_code import confirm_by_code
from portal.leaving import forget_here
from portal.second_factor.pages import done


class SignUp(views.SignupView):
    """All of it or nothing, and one commit whether the address is new or not."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the account and write to its address."""
        try:
            return self._all_of_it(form)
        except IntegrityError:
            # Sent twice at once, as by a double tap: the other one has just made the account.
            form.account_already_exists = True
            return self._all_of_it(form)

    @transaction.atomic
    def _all_of_it(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return answer


class SignOut(views.LogoutView):
    """Signing out, and turning back while a code is asked for."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Leave nothing on a device that others use; of a guest's turning back, only the code."""
        was_in = self.request.user.is_authenticated
        forget_code(self.request)
        answer: HttpResponse = super().post(*args, **kwargs)
        if was_in:
            forget_here(self.request, answer)
        return answer


# allauth asks only whoever has a password or a factor already.
SECOND_FACTORS = [
    ("totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    ("totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("webauthn/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("webauthn/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    ("recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("recovery-codes/generate/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("recovery-codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
]

urlpatterns = [
    *(
        path(f"2fa/{address}", confirmed_recently(view), name=name)
        for address, view, name in SECOND_FACTORS
    ),
    path("2fa/done/", done, name="second-factor-done"),
    path("login/code/confirm/", sign_in_code, name="account_confirm_login_code"),
    path("confirm-email/", address_code, name="account_email_verification_sent"),
    path("logout/", SignOut.as_view(), name="account_logout"),
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
