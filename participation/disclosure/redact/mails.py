"""E-mail addresses, in disguise too: "marie.durand arobase free point fr"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_WORDS_AT = "arobase|arobas|arrobase|arrobas|arroba|chiocciola|apenstaartje|klammeraffe|ät|à|at"
# Each way to write the sign, and how much it says by itself: a bare "at" is a word of English.
_AT = re.compile(
    rf"(?P<sign>[ \t]{{0,2}}@[ \t]{{0,2}})"
    rf"|(?P<boxed>\s{{0,2}}[\[({{<*_]\s{{0,2}}(?:{_WORDS_AT}|chez|a|@)\s{{0,2}}[\])}}>*_]\s{{0,2}})"
    r"|(?P<word>[\s_-]{1,2}(?:arobase|arobas|arrobase|arrobas|arroba|chiocciola|klammeraffe|"
    r"ät)[\s_-]{1,2})"
    r"|(?P<bare>[ _-](?:at|chez|bei|bij)[ _-])"
)
_DOT_WORDS = "dot|point|punkt|punto|ponto|punt|piste|kropka"
_DOT = (
    rf"(?:\.|\s{{0,2}}[\[({{<]\s{{0,2}}(?:{_DOT_WORDS}|\.)\s{{0,2}}[\])}}>]\s{{0,2}}"
    rf"|\s{{1,2}}(?:{_DOT_WORDS})\s{{1,2}}|\s\.\s?)"
)
_DOMAIN = re.compile(rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}")
_PLAIN_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
# The name is read from its sign to the left, so the pattern and its words are turned round.
_TURNED = "|".join(word[::-1] for word in _DOT_WORDS.split("|"))
_DOT_TURNED = (
    rf"(?:\.|\s{{0,2}}[\])}}>]\s{{0,2}}(?:{_TURNED}|\.)\s{{0,2}}[\[({{<]\s{{0,2}}"
    rf"|\s{{1,2}}(?:{_TURNED})\s{{1,2}}|\s?\.\s)"
)
_LOCAL = re.compile(rf"[\w+%'-]{{1,64}}(?:{_DOT_TURNED}[\w+%'-]{{1,64}}){{0,5}}")
_BEFORE = 90
_TOP = frozenset(
    """
    fr de com org net eu es it be nl fi pt pl at ch lu ie se dk no cz sk hu ro bg hr si
    ee lv lt gr cy mt uk bzh alsace paris info io me cat gal eus co biz asso coop email
    pro app dev re bz us ca
    """.split()  # noqa: SIM905
)
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|live|msn|icloud|orange|wanadoo|free|laposte|sfr|neuf|"
    "bbox|gmx|web|t-online|posteo|mailbox|proton|protonmail|pm|libero|tiscali|telenet|ziggo|"
    "kpnmail|luukku|wp|onet|seznam|sapo|telefonica|riseup|tutanota|aol"
)
_NO_SIGN = re.compile(
    rf"\b[\w.+-]{{3,40}}\s{{1,2}}(?:{_PROVIDERS})(?:{_DOT}|\s)(?:com|fr|de|net|org|it|es|be|nl|"
    rf"fi|pt|pl|me)\b"
)
_SPELT = re.compile(r"(?:\b\w[ .]){3,30}(?:@|arobase|arobas)(?:[ .]\w\b){3,30}")
_NAME = re.compile(r"[a-z][\w-]{2,62}")
_KNOWN = re.compile(rf"(?:{_PROVIDERS})\b")


def find(_text: str, lower: str) -> Iterator[Find]:
    """Addresses by their sign: what stands before it, and a domain after it."""
    for at in _AT.finditer(lower):
        domain = _DOMAIN.match(lower, at.end())
        local = _LOCAL.match(lower[max(0, at.start() - _BEFORE) : at.start()][::-1])
        if local is None:
            continue
        name = local.group()[::-1]
        start = at.start() - len(name)
        if domain is None:
            word = _NAME.match(lower, at.end()) if at.group() == "@" else None
            if word:
                yield Find(start, word.end(), "email", sure=False)
            continue
        end, tops = _end(domain, at)
        if end:
            yield Find(start, end, "email", _sure(str(at.lastgroup), name, domain, tops))
    for found in _SPELT.finditer(lower):
        yield Find(found.start(), found.end(), "email")
    for found in _NO_SIGN.finditer(lower):
        yield Find(found.start(), found.end(), "email", sure=False)


def _end(domain: re.Match[str], at: re.Match[str]) -> tuple[int, bool]:
    """Where the address ends, 0 where it is none; and whether its last part is a known ending."""
    parts = list(re.finditer(r"[\w-]{1,63}", domain.group()))
    labels = [one for one in parts if not re.fullmatch(_DOT_WORDS, one.group())]
    for last in reversed(labels[1:]):
        if last.group().strip("-_") in _TOP:
            return domain.start() + last.end(), True
    plain = _PLAIN_DOMAIN.match(domain.string, domain.start())
    # Attached to its sign and dotted as addresses are, any ending will do.
    attached = at.lastgroup == "boxed" or at.group() == "@"
    if plain and attached:
        return plain.end(), False
    return 0, False


def _sure(how: str, local: str, domain: re.Match[str], known_end: bool) -> bool:
    if how != "bare":
        return True
    worded = re.search(rf"\s(?:{_DOT_WORDS})\s|[\[({{]", domain.group()) is not None
    shaped = re.search(r"[.\d_+]", local) is not None
    return known_end and (worded or (shaped and _KNOWN.match(domain.group()) is not None))
