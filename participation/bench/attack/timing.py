"""Whether an answer's time tells that an address has an account."""

from __future__ import annotations

import uuid
from statistics import median

from participation.bench.attack.ground import Ground
from participation.bench.attack.sending import Browser
from participation.bench.ballots.saying import say

PASSWORD = "a long pass phrase of nobody"  # noqa: S105
FORMS = {
    "sign-up": ("/account/signup/", "email", "password1"),
    "sign-in": ("/account/login/", "login", "password"),
    "code": ("/account/login/code/", "email", ""),
    "reset": ("/account/password/reset/", "email", ""),
}


def measure(ground: Ground, times: int) -> None:
    """Print medians, and how often a known address took longer than an unknown one.

    apart: 0.5 is what nobody can tell, 0 or 1 is certainty; 0.3 to 0.7 is chance at fifteen tries.
    """
    for name, (path, address, secret) in FORMS.items():
        took: dict[str, list[float]] = {"known": [], "unknown": []}
        for _time in range(times):
            for kind, seconds in took.items():
                ground.unhurried()
                given = ground.secrets["address"] if kind == "known" else _nobody()
                fields = [(address, given)] + ([(secret, PASSWORD)] if secret else [])
                browser = Browser(ground.web.port)
                seconds.append(browser.post(path, fields).seconds)
                browser.close()
        known, unknown = took["known"], took["unknown"]
        longer = sum(one > other for one in known for other in unknown)
        say(
            what="timing",
            form=name,
            known_ms=round(1e3 * median(known), 1),
            unknown_ms=round(1e3 * median(unknown), 1),
            apart=round(longer / len(known) / len(unknown), 2),
        )


def _nobody() -> str:
    return f"nobody-{uuid.uuid4().hex[:12]}@demo.invalid"
