"""Addresses of the pages of this floor."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from participation.faces import checks
from participation.faces.desk import (
    anomalies,
    census,
    codes,
    eligibility,
    paper,
    rules,
)
from participation.faces.desk import consultations as questions
from participation.faces.desk import home as desk
from participation.faces.desk.moderation import dealt, queue
from participation.faces.desk.question import dates, decision, options, texts
from participation.faces.kiosk import booth as kiosk
from participation.faces.kiosk import staff
from participation.faces.planner import exports, report
from participation.faces.resident import (
    comment,
    comments,
    consultation,
    history,
    home,
    me,
    result,
    trust,
)
from participation.faces.resident import open_data as data
from participation.faces.resident.feeds import OneQuestion, Questions
from participation.faces.resident.vote import cast, choose, done, review
from participation.faces.resident.witness import count, log, receipt
from participation.faces.resident.witness.feed import Roots, Witness
from portal.sheets import KINDS


def tables(name: str, view: Callable[..., HttpResponseBase]) -> list[URLPattern]:
    """The addresses of one table of the report: as CSV, and beside it as XLSX."""
    return [
        path(f"report/{name}.{kind}", view, {"kind": kind}, name=f"report-{name}-{kind}")
        for kind in KINDS
    ]


about_a_consultation: list[URLPattern] = [
    path("vote/", choose.vote, name="vote"),
    path("vote/draft/", choose.draft, name="vote-draft"),
    path("vote/remind/", choose.remind, name="vote-remind"),
    path("vote/review/", review.review, name="vote-review"),
    path("vote/cast/", cast.cast, name="vote-cast"),
    path("vote/done/", done.done, name="vote-done"),
    path("", consultation.consultation, name="consultation"),
    path("map/", consultation.consultation_map, name="consultation-map"),
    path("picture.svg", data.picture_of, name="picture"),
    path("option/<str:key>.svg", data.picture_of_option, name="option-picture"),
    path("cells.geojson", data.cells, name="consultation-cells"),
    path("comment/", comment.place, name="comment-new"),
    path("comment/words/", comment.words, name="comment-words"),
    path("comment/preview/", comment.preview, name="comment-preview"),
    path("comments/", comments.comments, name="comments"),
    path("comments/react/", comments.react, name="comment-react"),
    path("comments/<uuid:public_id>/", comments.comment, name="comment"),
    path("comments/<uuid:public_id>/reply/", comments.reply, name="comment-reply"),
    path("comments/<uuid:public_id>/report/", comments.report, name="comment-report"),
    path("result/", result.result, name="result"),
    path("trust/", trust.vote_trust, name="vote-trust"),
    path("count/", count.count, name="count"),
    path("count/bundle.zip", count.bundle, name="count-bundle"),
    path("count/verify.py", count.verifier, name="count-verifier"),
    path("count/scrutiny/", count.scrutiny, name="count-scrutiny"),
    path("log/", log.log, name="log"),
    path("log/roots.json", log.roots, name="log-roots"),
    path("log/events.txt", log.events, name="log-events"),
    path("log/consistency.json", log.consistency, name="log-consistency"),
    path("log/feed.atom", Roots(), name="log-feed"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("checks/", checks.checks, name="checks"),
    path("history/", history.history, name="history"),
    path("feed.atom", OneQuestion(), name="question-feed"),
    path("areas.svg", data.picture_of_areas, name="areas-picture"),
    path("report/", report.report, name="report"),
    *tables("comments", exports.comments),
    *tables("results", exports.results),
    *tables("effects", exports.effects),
    *tables("areas", exports.areas),
    path("report/areas.geojson", exports.areas_geojson, name="report-areas-geojson"),
    path("report/map.html", exports.map_html, name="report-map"),
]

of_the_desk: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("queue/", queue.desk_queue, name="desk-queue"),
    path("queue/done/", dealt.done, name="desk-done"),
    path("queue/undo/<int:pk>/", dealt.undo, name="desk-undo"),
    path("queue/<int:pk>/", queue.item, name="desk-item"),
    path("queue/<int:pk>/leave/", queue.leave_item, name="desk-item-leave"),
    path("queue/<int:pk>/reopen/", dealt.reopen, name="desk-item-reopen"),
    path("consultations/", questions.consultations, name="desk-consultations"),
    path("consultations/new/", questions.new, name="desk-consultation-new"),
    path("consultations/<slug:slug>/", questions.overview, name="desk-consultation"),
    path("consultations/<slug:slug>/texts/", texts.texts, name="desk-texts"),
    path("consultations/<slug:slug>/dates/", dates.dates, name="desk-dates"),
    path("consultations/<slug:slug>/rule/", rules.rule, name="desk-rule"),
    path("consultations/<slug:slug>/state/", questions.state, name="desk-state"),
    path("consultations/<slug:slug>/kiosk/", staff.start, name="desk-kiosk"),
    path("consultations/<slug:slug>/kiosk/<int:pk>/open/", staff.open_, name="desk-kiosk-open"),
    path("consultations/<slug:slug>/kiosk/<int:pk>/close/", staff.close, name="desk-kiosk-close"),
    path("consultations/<slug:slug>/decide/", decision.decide, name="desk-decide"),
    path("consultations/<slug:slug>/decide/publish/", decision.publish, name="desk-publish"),
    path("consultations/<slug:slug>/decide/answer/", decision.answer, name="desk-answer"),
    path("consultations/<slug:slug>/paper/", paper.paper, name="desk-paper"),
    path(
        "consultations/<slug:slug>/paper/ballot-<str:language>.pdf",
        paper.ballot,
        name="desk-paper-ballot",
    ),
    path("consultations/<slug:slug>/paper/<int:pk>/", paper.pile, name="desk-paper-pile"),
    path(
        "consultations/<slug:slug>/eligibility/", eligibility.eligibility, name="desk-eligibility"
    ),
    path("consultations/<slug:slug>/list/", census.census, name="desk-census"),
    path("consultations/<slug:slug>/codes/", codes.codes, name="desk-codes"),
    path(
        "consultations/<slug:slug>/codes/<int:pk>/withdraw/",
        codes.withdraw,
        name="desk-codes-withdraw",
    ),
    path("anomalies/", anomalies.anomalies, name="desk-anomalies"),
    path("anomalies/<int:pk>/", anomalies.anomaly, name="desk-anomaly"),
    path("consultations/<slug:slug>/options/", options.options, name="desk-options"),
    path("consultations/<slug:slug>/options/<int:pk>/", options.edit, name="desk-option"),
    path(
        "consultations/<slug:slug>/options/<int:pk>/remove/",
        options.remove,
        name="desk-option-remove",
    ),
]

at_a_kiosk: list[URLPattern] = [
    path("", kiosk.welcome, name="kiosk"),
    path("enter/", kiosk.enter, name="kiosk-enter"),
    path("vote/", kiosk.vote, name="kiosk-vote"),
    path("review/", kiosk.review, name="kiosk-review"),
    path("cast/", kiosk.cast, name="kiosk-cast"),
    path("end/", staff.end, name="kiosk-end"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("feed.atom", Questions(), name="feed"),
    path("c/<slug:slug>/", include(about_a_consultation)),
    path("desk/", include(of_the_desk)),
    path("kiosk/", include(at_a_kiosk)),
    path("api/", include("participation.faces.rest.urls")),
    path("trust/", trust.trust, name="trust"),
    path("trust/feed.atom", Witness(), name="witness-feed"),
    path("receipt/", receipt.look_up, name="receipt-look-up"),
    path("receipt/<str:code>/", receipt.receipt, name="receipt"),
    path("receipt/<str:code>/receipt.json", receipt.receipt_file, name="receipt-file"),
    path("me/", me.me, name="me"),
    path("me/comments/<int:pk>/withdraw/", me.withdraw, name="comment-withdraw"),
    path("me/erase/", me.erase, name="erase"),
]
