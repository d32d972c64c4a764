"""Every address for every role, read and posted to: who gets in, and what they must not see."""

from __future__ import annotations

from collections import Counter

from participation.bench.attack.ground import ROLES, Ground, read_again
from participation.bench.attack.routes import Route, every_route
from participation.bench.attack.sending import Browser, Seen
from participation.bench.ballots.saying import say

STAFF = ("official", "planner", "operator")
# Who works at an address that begins so; all else is for everybody, or says itself that it is not.
OF = (
    ("/desk/", STAFF),
    ("/twin/scenarios/new/", ("planner", "operator")),
)
# Signs one out, or takes the account away, in the middle of the matrix.
LAST = ("account_logout", "erase")
# Every act of the site whose name a button says.
ACTS = (("act", "keep"), ("sure", "yes"), ("sure", "on"), ("reason", "insult"))


def measure(ground: Ground) -> None:
    """Print for each role how often it got in, and all leaks there were."""
    routes = [route for route in every_route() if route.name not in LAST]
    leaks: list[str] = []
    for role in ROLES:
        browser = Browser(ground.web.port, ground.people[role])
        asked: Counter[str] = Counter()
        for number, route in enumerate(routes):
            if number % 100 == 0:
                ground.unhurried()
            for method in ("GET", "POST"):
                # An official who clears the queue changes what the others may see.
                if method == "POST" and role in STAFF and route.template.startswith("desk/"):
                    continue
                for path in _addresses(ground, route):
                    seen = browser.get(path) if method == "GET" else browser.post(path, ACTS)
                    asked[f"{method} {seen.status // 100}xx"] += 1
                    leaks += _leaks(ground, role, method, path, seen)
        browser.close()
        say(what="matrix", role=role, addresses=len(routes), **dict(sorted(asked.items())))
    leaks += _changed(ground)
    say(what="matrix", leaks=len(leaks), which=leaks[:20])


def _addresses(ground: Ground, route: Route) -> list[str]:
    """The address for what is public, and where it names a question, for a draft of one."""
    found = [route.filled(ground.known)]
    if "slug" in route.kinds:
        found.append(route.filled({**ground.known, "slug": ground.draft.slug}))
    return found


def _leaks(ground: Ground, role: str, method: str, path: str, seen: Seen) -> list[str]:
    told = f"{role} {method} {path} {seen.status}"
    found = []
    if seen.status >= 500 and not path.startswith("/health/"):
        found.append(f"{told}: a failure")
    allowed = next((roles for start, roles in OF if path.startswith(start)), ROLES)
    if role not in allowed and (seen.status == 200 or _moved_on(seen)):
        found.append(f"{told}: got in")
    if role not in STAFF:
        plain = seen.body.replace(path.encode(), b"")
        found += [
            f"{told}: {name}" for name, word in ground.secrets.items() if word.encode() in plain
        ]
    return found


def _moved_on(seen: Seen) -> bool:
    """Sent on to anywhere but the sign-in page: the act was done."""
    return 300 <= seen.status < 400 and "/account/" not in seen.place


def _changed(ground: Ground) -> list[str]:
    comment, draft = read_again(ground.hidden), read_again(ground.draft)
    found = []
    if comment.status != ground.hidden.status:
        found.append(f"the hidden comment is {comment.status}")
    if draft.status != ground.draft.status:
        found.append(f"the draft is {draft.status}")
    return found
