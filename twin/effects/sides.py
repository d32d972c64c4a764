"""Who gains and who bears: the two counts that are never shown one without the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from portal.templatetags.words import about, roughly
from twin.comparison import Interval
from twin.effects.rows import EffectRow
from twin.effects.wording import group_name


@dataclass(frozen=True)
class Pair:
    """gain, loss: codes. title, no_gain, loses, no_loss, nobody: msgids; gains: by number."""

    gain: str
    loss: str
    title: str
    gains: Callable[[int], str]
    no_gain: str
    loses: str
    no_loss: str
    nobody: str


PAIRS = (
    Pair(
        "people_quieter",
        "people_louder",
        gettext_noop("Noise at home"),
        lambda n: ngettext("quieter for %(count)s person", "quieter for %(count)s people", n),
        gettext_noop("quieter for nobody"),
        gettext_noop("louder for %(count)s"),
        gettext_noop("louder for nobody"),
        gettext_noop("clearly quieter or louder for nobody"),
    ),
    Pair(
        "people_cleaner_air",
        "people_worse_air",
        gettext_noop("Air at home"),
        lambda n: ngettext(
            "cleaner air for %(count)s person", "cleaner air for %(count)s people", n
        ),
        gettext_noop("cleaner air for nobody"),
        gettext_noop("worse for %(count)s"),
        gettext_noop("worse for nobody"),
        gettext_noop("clearly cleaner or worse for nobody"),
    ),
    Pair(
        "homes_less_traffic",
        "homes_more_traffic",
        gettext_noop("Traffic at the door"),
        lambda n: ngettext("fewer cars at %(count)s home", "fewer cars at %(count)s homes", n),
        gettext_noop("fewer cars at no home"),
        gettext_noop("more at %(count)s"),
        gettext_noop("more at none"),
        gettext_noop("no home with clearly fewer or more cars"),
    ),
)
"""In the order in which they are told."""
PAIRED = frozenset(code for pair in PAIRS for code in (pair.gain, pair.loss))
"""Codes that only stand in a pair."""


@dataclass(frozen=True)
class Sides:
    """Both counts of one option in one area and group.

    code: of those who gain. title, words: in the active language. gain, loss: counts of the
    option; low <= central <= high. direction: "better", "worse" or, where both or neither
    happens clearly, "unclear". run: fingerprint.
    """

    code: str
    title: str
    words: str
    area: str
    group: str
    analysis: str
    run: str
    gain: Interval
    loss: Interval
    direction: str

    @property
    def touched(self) -> float:
        """How many gain or bear."""
        return self.gain.central + self.loss.central

    @property
    def where(self) -> str:
        """The district or group that is counted, "" for all."""
        return self.area or (group_name(self.group) if self.group else "")


def sides_of(rows: Iterable[EffectRow]) -> list[Sides]:
    """The pairs among one option's rows: the whole city first, then where most are touched."""
    by_key = {(row.code, row.area, row.group): row for row in rows}
    found = [
        _sides(pair, row, by_key[pair.loss, area, group])
        for pair in PAIRS
        for (code, area, group), row in by_key.items()
        if code == pair.gain and (pair.loss, area, group) in by_key
    ]
    return sorted(found, key=lambda one: (bool(one.where), -one.touched))


def _sides(pair: Pair, gain: EffectRow, loss: EffectRow) -> Sides:
    touched = round(gain.then.central) + round(loss.then.central) > 0
    words = both_sides(pair.gain, _counted(gain.then), _counted(loss.then))
    clear = [row.then.low > 0 for row in (gain, loss)]
    direction = "unclear" if clear[0] == clear[1] else "better" if clear[0] else "worse"
    return Sides(
        code=pair.gain,
        title=_(pair.title),
        words=words if touched else _(pair.nobody),
        area=gain.area,
        group=gain.group,
        analysis=gain.analysis,
        run=gain.run,
        gain=gain.then,
        loss=loss.then,
        direction=direction,
    )


def both_sides(code: str, gain: tuple[int, str], loss: tuple[int, str]) -> str:
    """Two counts in words: "quieter for about 1,900 people, louder for up to 40".

    code: of those who gain. gain, loss: each a number, for the form of the word after it, and how
    it is said; what is 0 is said as nobody.
    """
    pair = next(pair for pair in PAIRS if pair.gain == code)
    (people, gains), (others, loses) = gain, loss
    return pgettext("those who gain, those who bear", "%(gain)s, %(loss)s") % {
        "gain": pair.gains(people) % {"count": gains} if people else _(pair.no_gain),
        "loss": _(pair.loses) % {"count": loses} if others else _(pair.no_loss),
    }


def _counted(count: Interval) -> tuple[int, str]:
    return roughly(count.central), about(count.central)


@dataclass(frozen=True)
class SidesLine:
    """One row of a table of options: what, for whom or where, and each option's counts."""

    title: str
    where: str
    cells: Sequence[Sides | None]


def sides_table(options: Mapping[int, Sequence[EffectRow]]) -> list[SidesLine]:
    """Rows for the options in their order; what touches nobody in any option is left out.

    The whole city first, then districts and groups, those first where most are touched.
    """
    by_option = [{(one.code, one.area, one.group): one for one in sides_of(rows)}
                 for rows in options.values()]  # fmt: skip
    keys = list(dict.fromkeys(key for sides in by_option for key in sides))
    size = {key: max(sides[key].touched for sides in by_option if key in sides) for key in keys}
    lines = []
    for key in sorted(keys, key=lambda key: (bool(key[1] or key[2]), -size[key])):
        cells = [sides.get(key) for sides in by_option]
        first = next(cell for cell in cells if cell is not None)
        if size[key] >= 1:
            lines.append(SidesLine(first.title, first.where or group_name(""), cells))
    return lines
