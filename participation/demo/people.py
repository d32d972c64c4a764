"""The demo's people: three who can sign in, and many who are only there to be counted."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from portal.models import User

CROWD = 640


@dataclass(frozen=True)
class Login:
    """Someone you can sign in as. The password is for demos only and everybody may know it."""

    role: str
    email: str
    password: str
    name: str


LOGINS = [
    Login("resident", "resident@example.org", "walk-along-the-quay", "Camille (demo)"),
    Login("official", "official@example.org", "clear-desk-at-noon", "Noor (demo)"),
    Login("planner", "planner@example.org", "street-by-street", "Sacha (demo)"),
]


def ensure_logins() -> dict[str, User]:
    """The three people by role, made if they are not there, with verified addresses."""
    found: dict[str, User] = {}
    for login in LOGINS:
        person = User.objects.filter(email=login.email).first()
        if person is None:
            person = User.objects.create_user(
                login.email, login.password, role=login.role, name=login.name, synthetic=True
            )
            _verify([person])
        found[login.role] = person
    return found


def make_crowd() -> list[User]:
    """Residents without a password, whom nobody can sign in as."""
    emails = [f"person-{number:04d}@demo.invalid" for number in range(CROWD)]
    there = {person.email for person in User.objects.filter(email__in=emails)}
    # "!" is Django's mark of a password that never matches.
    new = User.objects.bulk_create(
        User(email=email, password=f"!{email}", synthetic=True)
        for email in emails
        if email not in there
    )
    _verify(new)
    return list(User.objects.filter(email__in=emails).order_by("email"))


def _verify(people: list[User]) -> None:
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )
