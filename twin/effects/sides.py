"""Who gains and who bears: the two counts that are never shown one without the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.templatetags.words import about
from twin.comparison import Interval
from twin.effects.rows import EffectRow
from twin.effects.wording import group_name


@dataclass(frozen=True)
class _Pair:
    """gain, loss: codes. title, nobody: msgids; said: of both counts, with %(gain)s, %(loss)s."""

    gain: str
    loss: str
    title: str
    said: str
    nobody: str


PAIRS = (
    _Pair(
        "homes_less_traffic",
        "homes_more_traffic",
        gettext_noop("Traffic at the door"),
        gettext_noop("fewer cars at %(gain)s homes, more at %(loss)s"),
        gettext_noop("no home with clearly fewer or more cars"),
    ),
    _Pair(
        "people_quieter",
        "people_louder",
        gettext_noop("Noise at home"),
        gettext_noop("quieter for %(gain)s people, louder for %(loss)s"),
        gettext_noop("clearly quieter or louder for nobody"),
    ),
    _Pair(
        "people_cleaner_air",
        "people_worse_air",
        gettext_noop("Air at home"),
        gettext_noop("cleaner for %(gain)s people, worse for %(loss)s"),
        gettext_noop("clearly cleaner or worse for nobody"),
    ),
)
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


def _sides(pair: _Pair, gain: EffectRow, loss: EffectRow) -> Sides:
    counts = {"gain": about(gain.then.central), "loss": about(loss.then.central)}
    touched = round(gain.then.central) + round(loss.then.central) > 0
    clear = [row.then.low > 0 for row in (gain, loss)]
    direction = "unclear" if clear[0] == clear[1] else "better" if clear[0] else "worse"
    return Sides(
        code=pair.gain,
        title=_(pair.title),
        words=_(pair.said) % counts if touched else _(pair.nobody),
        area=gain.area,
        group=gain.group,
        analysis=gain.analysis,
        run=gain.run,
        gain=gain.then,
        loss=loss.then,
        direction=direction,
    )


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
