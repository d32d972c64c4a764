"""How people prove who they are, and how long that holds."""

from urllib.parse import urlsplit

from portal.settings.reading import env

# --- accounts -------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "portal.adapter.Accounts"
ACCOUNT_FORMS = {
    "signup": "portal.account_forms.SignUp",
    "add_email": "portal.account_forms.AddAddress",
    "change_password": "portal.account_forms.ChangePassword",
    "request_login_code": "portal.account_forms.RequestCode",
    "reset_password": "portal.account_forms.RequestReset",
    "reset_password_from_key": "portal.account_forms.Reset",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Another code may be asked for as often as portal.attempts lets it be mailed.
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 1_000
# A mail may be held up by the receiving side for some minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# How long signing in, or confirming, counts for acts that matter; see portal.confirming.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
# portal.attempts counts instead, so that nobody locks anybody out; second factors are left.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    (
        "change_password", "confirm_email", "login", "manage_email", "reauthenticate",
        "request_login_code", "reset_password", "reset_password_from_key", "signup",
    )
) | {"login_failed": "5/5m/key"}  # fmt: skip
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# --- passwords ------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "portal.passwords.NotTheCitysName"},
]

# --- sessions -------------------------------------------------------------------------------
SESSION_ENGINE = "portal.sessions"
# Staff sign in again after a working day, and after being away from the desk.
STAFF_SESSION_S = int(env.float("CIVIC_STAFF_HOURS", default=12.0) * 3600)
STAFF_IDLE_S = int(env.float("CIVIC_STAFF_IDLE_MINUTES", default=30.0) * 60)
# No visit to these is written into a session: it would lie beside a vote in the database's log.
QUIET_PATHS = r"/(c/[^/]+/(vote|log|count)|receipt|kiosk)/"

# --- second factors -------------------------------------------------------------------------
# Without one the desk stays shut; production has it on.
SECOND_FACTOR = env.bool("CIVIC_SECOND_FACTOR", default=False)
# What the identity service calls a sign-in that counts as one: values of acr, or words of amr.
SECOND_FACTOR_ACR = env.list("CIVIC_SECOND_FACTOR_ACR", default=[])
SECOND_FACTOR_AMR = env.list("CIVIC_SECOND_FACTOR_AMR", default=[])
MFA_ADAPTER = "portal.second_factor.adapter.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
MFA_FORMS = {
    "authenticate": "portal.second_factor.forms.SignInByCode",
    "authenticate_webauthn": "portal.second_factor.forms.SignInByKey",
    "reauthenticate": "portal.second_factor.forms.ConfirmByCode",
    "reauthenticate_webauthn": "portal.second_factor.forms.ConfirmByKey",
    "activate_totp": "portal.second_factor.forms.SetUpApp",
    "add_webauthn": "portal.second_factor.forms.SetUpKey",
    "edit_webauthn": "portal.second_factor.forms.RenameKey",
}

# --- city accounts --------------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "portal.city_accounts.provider.CityAccounts"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {
    "openid_connect": {"provider_class": "portal.city_accounts.provider.CityAccountProvider"}
}
# Where a form that signs in may lead: the identity service, and what it sends people on to.
OIDC_ORIGINS: list[str] = []
if env("OIDC_SERVER_URL", default=""):
    _server = urlsplit(env("OIDC_SERVER_URL"))
    OIDC_ORIGINS = [f"{_server.scheme}://{_server.netloc}", *env.list("OIDC_ORIGINS", default=[])]
    OIDC_LEVELS = env.list("OIDC_ACR_VALUES", default=[])
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "city",
            "name": env("OIDC_NAME", default="City account"),
            "client_id": env("OIDC_CLIENT_ID"),
            "secret": env("OIDC_CLIENT_SECRET"),
            "settings": {
                "server_url": env("OIDC_SERVER_URL"),
                "scope": env("OIDC_SCOPES", default="openid profile email").split(),
                "auth_params": {"acr_values": " ".join(OIDC_LEVELS)} if OIDC_LEVELS else {},
                "levels": OIDC_LEVELS,
            },
        }
    ]
