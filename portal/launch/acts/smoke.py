"""`./civic smoke`: a demo of its own, walked as guest, resident, official and planner."""

from __future__ import annotations

import shutil
import time

from portal import services
from portal.launch.acts.demo import follow, only_one
from portal.launch.acts.walk import GUEST, Visit, read_logins, walk
from portal.launch.environment import site_environment
from portal.launch.needs.redis import free_port
from portal.launch.place import Place, find_place
from portal.launch.prepare import prepare
from portal.launch.processes import Interrupted, Processes, stoppable, wait_for
from portal.launch.site import DONE, Site
from portal.launch.words import Stop, say, seconds_since

RESIDENT, OFFICIAL, PLANNER = "resident", "official", "planner"
# One question to vote on, one to talk about, one decided.
VOTED, TALKED, DECIDED = (
    "/c/rue-de-strasbourg",
    "/c/trees-cours-50-otages",
    "/c/quai-de-la-fosse-30",
)
STREET = "Rue de Strasbourg"
VISITS = (
    Visit(GUEST, "/health/ready", "ok"),
    Visit(GUEST, "/", STREET),
    Visit(GUEST, "/", "Que doit devenir", language="fr"),
    Visit(GUEST, f"{VOTED}/", "Keep it as it is"),
    Visit(GUEST, f"{VOTED}/map/", "table"),
    Visit(GUEST, f"{VOTED}/comments/", "comment"),
    Visit(GUEST, f"{TALKED}/", "Cours des 50 Otages"),
    Visit(GUEST, f"{TALKED}/comment/", "place"),
    Visit(GUEST, f"{DECIDED}/result/", "Quai de la Fosse"),
    Visit(GUEST, "/models/", "traffic"),
    Visit(GUEST, "/models/traffic/", "not"),
    Visit(GUEST, "/models/access/", "not"),
    Visit(GUEST, "/data/", "BD TOPO"),
    Visit(GUEST, "/privacy/", "privacy"),
    Visit(GUEST, "/api/", "consultations"),
    Visit(GUEST, "/api/schema/", "openapi"),
    Visit(GUEST, "/nothing-here/", "page", status=404),
    Visit(GUEST, "/desk/", "sign in"),
    Visit(RESIDENT, "/", STREET),
    Visit(RESIDENT, "/me/", "comment"),
    Visit(RESIDENT, f"{VOTED}/vote/", "Keep it as it is"),
    Visit(RESIDENT, "/desk/queue/", "your account cannot do this", status=403),
    Visit(OFFICIAL, "/desk/", STREET),
    Visit(OFFICIAL, "/desk/queue/", "comment"),
    Visit(OFFICIAL, "/desk/consultations/", STREET),
    Visit(OFFICIAL, f"/desk{VOTED.replace('/c/', '/consultations/')}/", STREET),
    Visit(PLANNER, f"{VOTED}/report/", STREET),
    Visit(PLANNER, f"{DECIDED}/report/", "Quai de la Fosse"),
    Visit(PLANNER, f"{VOTED}/report/comments.csv", ","),
    Visit(PLANNER, f"{DECIDED}/report/results.csv", ","),
    Visit(PLANNER, f"{VOTED}/report/effects.csv", ","),
    Visit(PLANNER, f"{VOTED}/report/areas.geojson", "FeatureCollection"),
    Visit(PLANNER, f"{VOTED}/report/map.html", "leaflet"),
)


def smoke() -> int:
    """Bring a demo up on a free port, wait for its analyses, walk its pages, take it down."""
    place = find_place("smoke")
    place.make()
    port = free_port()
    try:
        with stoppable(), only_one(place, port):
            say("Civic Twin's smoke walk")
            forget(place)
            prepare(place)
            with services.running(place) as addresses:
                site = Site(place, port, site_environment(place, addresses, port=port))
                with site.up() as processes:
                    if follow(site, processes) != DONE:
                        raise Stop("Not every analysis of the demo could be done.", "See above.")
                    failed = report(site, processes)
    except Interrupted:
        say("\nStopped.")
        return 130
    if failed:
        return 1
    forget(place)
    return 0


def forget(place: Place) -> None:
    """Remove an earlier walk's database and keys; its logs stay, and the locks that we hold."""
    services.stop(place)
    shutil.rmtree(place.run, ignore_errors=True)
    for left in place.state.iterdir():
        if left.is_dir() and left != place.logs:
            shutil.rmtree(left)
        elif left.suffix in (".stamp", ".txt", ".conf", ".dat", ".bak", ".dir"):
            left.unlink()


def report(site: Site, processes: Processes) -> int:
    """Walk the pages and print each; how many were not as they should be."""
    begin = time.monotonic()
    # The first heartbeat of a worker comes some seconds after its start.
    wait_for(f"{site.address}/health/ready", processes)
    results = walk(site.address, read_logins(site.login_file.read_text()), VISITS)
    for visit, wrong in results:
        say(f"  {visit.who:<9} {visit.path:<46} {wrong or 'well'}")
    failed = sum(1 for _, wrong in results if wrong)
    well = len(results) - failed
    say(f"  {well} pages are well, {failed} are not ({seconds_since(begin)})")
    return failed
