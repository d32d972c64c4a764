"""A city's own settings: what they refuse, and that a page comes out of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-a-city-long-enough-for-production-0123456789"
KEPT = {"PATH", "HOME", "LANG", "GDAL_LIBRARY_PATH", "GEOS_LIBRARY_PATH"}
ASK = """
import django
django.setup()
from django.test import Client
plain = Client().get("/health/live", HTTP_HOST="city.example")
safe = Client().get("/privacy/", HTTP_HOST="city.example", secure=True)
print(plain.status_code, safe.status_code, safe["Strict-Transport-Security"][:8])
print(safe.cookies["__Host-csrftoken"]["secure"], "unsafe" in safe["Content-Security-Policy"])
"""

WHOSE_LIMIT = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
seen = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "8.8.8.8, 93.184.216.34"}
print(get_adapter().get_client_ip(RequestFactory().post("/", **seen)))
"""


def _run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    given = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_URL": os.environ.get("DATABASE_URL", "postgis://civic@/civic"),
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        "EMAIL_URL": "smtp+tls://site:word@mail.city.example:587",
        "CIVIC_PUBLIC_URL": "https://city.example",
        "CIVIC_ARTEFACT_DIR": str(folder / "artefacts"),
        "CIVIC_DATA_DIR": str(folder / "data"),
        "CITY_CONTACT": "participation@city.example",
        "CIVIC_HOSTS": "city.example",
        "CIVIC_STATIC_ROOT": str(folder),
        "DJANGO_SECRET_KEY": SECRET,
        "CIVIC_BALLOT_KEY": f"{SECRET}-of-ballots",
        "CIVIC_PSEUDONYM_KEY": f"{SECRET}-of-names",
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=kept | given | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_collects_its_files_and_answers_over_https_only(tmp_path: Path) -> None:
    collected = _run("manage.py", "collectstatic", "--noinput", "-v", "0", folder=tmp_path)
    assert collected.returncode == 0, collected.stderr
    answered = _run("-c", ASK, folder=tmp_path)
    assert answered.stdout.split() == ["301", "200", "max-age=", "True", "False"], answered.stderr


def test_production_asks_people_with_a_role_for_a_second_factor(tmp_path: Path) -> None:
    ask = "import portal.settings.production as p; "
    ask += "print(p.SECOND_FACTOR, p.STAFF_SESSION_S, p.STAFF_IDLE_S)"
    assert _run("-c", ask, folder=tmp_path).stdout.split() == ["True", "43200", "1800"]


@pytest.mark.parametrize("name", ["DJANGO_SECRET_KEY", "CIVIC_BALLOT_KEY", "CIVIC_PSEUDONYM_KEY"])
def test_production_refuses_a_short_secret(name: str, tmp_path: Path) -> None:
    done = _run("-c", "import portal.settings.production", folder=tmp_path, **{name: "short"})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CIVIC_HOSTS", "*", "CIVIC_HOSTS holds a pattern"),
        ("CIVIC_HOSTS", "city.example,.example", "CIVIC_HOSTS holds a pattern"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL sends no mail"),
        ("EMAIL_URL", "smtp://mail.city.example:25", "EMAIL_URL sends mail without TLS"),
        ("CIVIC_PUBLIC_URL", "", "CIVIC_PUBLIC_URL"),
        ("CIVIC_PUBLIC_URL", "http://city.example", "CIVIC_PUBLIC_URL must begin with https://"),
        ("CIVIC_PUBLIC_URL", "https://other.example", "which is not in CIVIC_HOSTS"),
        ("CIVIC_PSEUDONYM_KEY", SECRET, "must differ from each other"),
    ],
)
def test_production_refuses_what_would_harm_people(
    name: str, value: str, said: str, tmp_path: Path
) -> None:
    done = _run("manage.py", "check", folder=tmp_path, **{name: value})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_web_server_too_refuses_in_a_sentence(tmp_path: Path) -> None:
    done = _run("-c", "import portal.wsgi", folder=tmp_path, CIVIC_HOSTS="*")
    assert done.returncode == 1
    assert "CIVIC_HOSTS" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_proper_environment_leaves_check_deploy_nothing_to_say(tmp_path: Path) -> None:
    words = ("check", "--deploy", "--fail-level", "WARNING")
    done = _run("manage.py", *words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "?:" not in done.stderr


@pytest.mark.parametrize(("proxies", "address"), [("0", "10.0.0.1"), ("1", "93.184.216.34")])
def test_signing_in_is_limited_by_the_address_that_the_citys_proxy_saw(
    proxies: str, address: str, tmp_path: Path
) -> None:
    """Else one visitor's wrong passwords lock out everybody who comes by the same proxy."""
    done = _run("-c", WHOSE_LIMIT, folder=tmp_path, CIVIC_TRUSTED_PROXIES=proxies)
    assert done.stdout.strip() == address, done.stderr


FORMS = """
import django
django.setup()
from django.test import Client
page = Client().get("/privacy/", HTTP_HOST="city.example", secure=True)
print(next(part for part in page["Content-Security-Policy"].split("; ") if "form-action" in part))
"""


def test_a_form_may_lead_to_the_identity_service_and_where_that_sends_people(
    tmp_path: Path,
) -> None:
    done = _run(
        "-c",
        FORMS,
        folder=tmp_path,
        OIDC_SERVER_URL="https://login.city.example/realms/x",
        OIDC_CLIENT_ID="civic",
        OIDC_CLIENT_SECRET="secret",
        OIDC_ORIGINS="https://eid.example",
    )
    assert done.stdout.strip() == (
        "form-action 'self' https://login.city.example https://eid.example"
    ), done.stderr
