"""Numbers that a state gives a person, by their check digits (python-stdnum)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.be import nn
from stdnum.bg import egn
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.ie import pps
from stdnum.it import codicefiscale
from stdnum.lt import asmens
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.se import personnummer

from participation.disclosure.redact.spans import Find


@dataclass(frozen=True)
class Kind:
    """A state's number. about: words beside which it is believed; sure: believed without them."""

    shape: re.Pattern[str]
    is_valid: Callable[[str], bool]
    about: re.Pattern[str] | None = None
    sure: bool = True


def _kind(shape: str, is_valid: Callable[[str], bool], about: str = "", sure: bool = True) -> Kind:
    called = re.compile(rf"\b(?:{about})\b[^\n]{{0,30}}$") if about else None
    return Kind(re.compile(rf"(?<![\w.,-]){shape}(?![\w])"), is_valid, called, sure)


_SOCIAL = r"s[ée]cu\w*|nir|social\w*|insee|carte vitale"
_ANY_ID = (
    rf"{_SOCIAL}|id(?:nr)?|steuer\w*|tax|pesel|oib|isikukood|asmens|amka|egn|national\w*|"
    r"number|num[ée]ro"
)
_ELEVEN = r"\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}"
KINDS = (
    _kind(
        r"[123478][ .-]?\d\d[ .-]?\d\d[ .-]?(?:\d\d|2[ab])[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d\d",
        lambda number: nir.is_valid(number),
    ),
    _kind(r"[12][ .-]?\d\d[ .-]?(?:0[1-9]|1[0-2])[ .-]?(?:\d\d|2[ab])[ .-]?\d{3}[ .-]?\d{3}",
          lambda number: True, _SOCIAL),
    _kind(_ELEVEN, idnr.is_valid, _ANY_ID, sure=False),
    _kind(r"\d{8}[ -]?[a-z]", dni.is_valid),
    _kind(r"[xyz][ -]?\d{7}[ -]?[a-z]", nie.is_valid),
    _kind(r"[a-z]{6}\d\d[a-z]\d\d[a-z]\d{3}[a-z]", codicefiscale.is_valid),
    _kind(r"\d\d\.\d\d\.\d\d[ -]?\d{3}[ .-]?\d\d", nn.is_valid),
    _kind(r"\d{11}", nn.is_valid, "rijksregister|registre national|niss|insz|national", sure=False),
    _kind(r"\d{4}[ .]?\d{2}[ .]?\d{3}|\d{9}", bsn.is_valid, "bsn|burgerservice|sofi|sofinummer"),
    _kind(r"\d{3}[ ]?\d{3}[ ]?\d{3}", nif.is_valid, "nif|contribuinte|fiscal"),
    _kind(r"\d{11}", pesel.is_valid, "pesel", sure=False),
    _kind(r"\d{6}[-+a]\d{3}[0-9a-z]", hetu.is_valid),
    _kind(r"(?:\d{2})?\d{6}[-+]\d{4}", personnummer.is_valid),
    _kind(r"\d{6}-\d{4}", cpr.is_valid),
    _kind(r"\d{6}/\d{3,4}", rc.is_valid),
    _kind(r"[1-8]\d{12}", cnp.is_valid),
    _kind(r"\d{10}", egn.is_valid, "egn|егн"),
    _kind(r"\d{7}[a-w][a-i]?", pps.is_valid),
    _kind(r"\d{11}", oib.is_valid, "oib"),
    _kind(r"\d{11}", ik.is_valid, "isikukood|personal", sure=False),
    _kind(r"\d{11}", asmens.is_valid, "asmens|personal", sure=False),
    _kind(r"\d{11}", amka.is_valid, "amka|αμκα"),
    _kind(r"(?=[a-z0-9]*\d{4})[a-z0-9]{8,12}", lambda number: True,
          r"passe?port\w*|reisepass\w*|pasaporte|passaporto|paspoort|carte d'identit[ée]|cni|"
          r"personalausweis|titre de s[ée]jour|permis de conduire|dni|allocataire|caf"),
    _kind(r"\d{6,10}", lambda number: True, r"allocataire|num[ée]ro fiscal|dossier caf"),
)  # fmt: skip

# Most texts have no number that is long enough, and are done with at once.
_MANY = re.compile(r"\d(?:[ .,/+-]?[a-z]{0,2}\d){5}")


def find(_text: str, lower: str) -> Iterator[Find]:
    """Numbers whose check digits hold, or that are called by their name."""
    if not _MANY.search(lower):
        return
    for kind in KINDS:
        for found in kind.shape.finditer(lower):
            before = lower[max(0, found.start() - 60) : found.start()]
            called = kind.about is not None and kind.about.search(before) is not None
            if kind.about and not called and kind.sure:
                continue
            if _holds(kind, found.group()):
                yield Find(found.start(), found.end(), "id", sure=called or kind.sure)


def _holds(kind: Kind, number: str) -> bool:
    try:
        return kind.is_valid(number.upper())
    except (ValueError, KeyError):
        return False
