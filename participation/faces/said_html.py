"""A released comment as HTML, written by a function instead of a template.

Lists show twenty of them with some forty values each; as a template they cost four fifths of the
page. Everything that a person wrote passes `escape`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from participation.faces.threads import Said
from portal.templatetags.look import icon
from portal.templatetags.words import number


@dataclass(frozen=True)
class Frame:
    """What all comments of a page share: words in the reader's language, icons, addresses.

    base: address of the list. may_react: whether agreeing is open now; buttons then belong to the
    form with id "react".
    """

    base: str
    may_react: bool
    agree: str
    disagree: str
    open_it: str
    made_up: str
    area: str
    pin: str
    thumb_up: str
    thumb_down: str
    alone: bool = False
    answer: str = ""


def frame(base: str, *, may_react: bool, alone: bool = False, may_answer: bool = False) -> Frame:
    """The shared parts. alone: on the comment's own page, where the link leads to itself.

    may_answer: the reader writes the decision; buttons then belong to the form with id "answer".
    """
    return Frame(
        base=base,
        may_react=may_react,
        agree=escape(_("I agree")),
        disagree=escape(_("I disagree")),
        open_it=escape(_("Link to it") if alone else _("Open and answer")),
        made_up=escape(_("made up")),
        area=escape(_("See this area only")),
        pin=icon("pin"),
        thumb_up=icon("agree"),
        thumb_down=icon("disagree"),
        alone=alone,
        answer=escape(_("Answer it in the decision")) if may_answer else "",
    )


def html(one: Said, page: Frame) -> SafeString:
    """An <article> with the comment, its acts and its answers."""
    comment = one.comment
    about = f"{_badge(one.about)} {_badge(one.stance)} " if one.about else ""
    made_up = (
        f' <span class="badge badge--synthetic">{page.made_up}</span>' if comment.synthetic else ""
    )
    place = (
        f'<p class="comment__place">{page.pin} '
        f'<a href="{page.base}?cell={escape(comment.cell)}">{page.area}</a></p>'
        if comment.cell
        else ""
    )
    language = f' lang="{escape(comment.language)}"' if comment.language else ""
    # Every value was escaped above or below; the rest is written here.
    return mark_safe(  # noqa: S308
        f'<article class="comment{_city(one)}" id="c-{one.id}">{_head(one, about)}'
        f"{_badge(one.theme)}{made_up} {_time(one)}</header>{place}"
        f'<div class="comment__text" dir="auto"{language}>{_words(one)}</div>'
        f'<footer class="comment__acts">{_acts(one, page)} '
        f'<a class="button button--plain button--small" href="{page.base}{one.id}/">'
        f"{page.open_it}</a>{_decide(one, page)}</footer>{_answers(one, page)}</article>"
    )


def _city(one: Said) -> str:
    return " comment--official" if one.by_the_city else ""


def _head(one: Said, about: str) -> str:
    return (
        f'<header class="comment__head"><span class="comment__who">{escape(one.who)}</span> {about}'
    )


def _badge(text: str) -> str:
    return f'<span class="badge">{escape(text)}</span>'


def _time(one: Said) -> str:
    return f'<time class="muted" datetime="{one.iso}">{escape(one.day)}</time>'


def _words(one: Said) -> str:
    return str(linebreaks(one.comment.text, autoescape=True))


def _decide(one: Said, page: Frame) -> str:
    if not page.answer:
        return ""
    return (
        f' <button class="button button--plain button--small" form="answer" name="answer" '
        f'value="{one.id}">{page.answer}</button>'
    )


def _acts(one: Said, page: Frame) -> str:
    agree, disagree = one.comment.agree, one.comment.disagree
    if not page.may_react:
        return (
            f'<span class="muted">{page.agree} <span class="num">{agree}</span>, '
            f'{page.disagree} <span class="num">{disagree}</span></span>'
        )
    return (
        _button(one.id, 1, one.mine == 1, f"{page.thumb_up} {page.agree}", agree)
        + " "
        + _button(one.id, -1, one.mine == -1, f"{page.thumb_down} {page.disagree}", disagree)
    )


def _button(public_id: str, value: int, pressed: bool, label: str, count: int) -> str:
    return (
        f'<button class="react" form="react" name="react" value="{public_id}:{value}" '
        f'aria-pressed="{"true" if pressed else "false"}">{label} '
        f'<span class="num">{count}</span></button>'
    )


def _answers(one: Said, page: Frame) -> str:
    answers = "".join(_answer(answer) for answer in one.replies)
    if one.more and not page.alone:
        label = _("All %(count)s answers") % {"count": number(one.comment.replies_count)}
        answers += f'<p><a class="more" href="{page.base}{one.id}/">{escape(label)}</a></p>'
    return f'<div class="comment__replies">{answers}</div>' if answers else ""


def _answer(one: Said) -> str:
    return (
        f'<article class="comment comment--reply{_city(one)}" id="c-{one.id}">{_head(one, "")}'
        f'{_time(one)}</header><div class="comment__text" dir="auto">{_words(one)}</div></article>'
    )
