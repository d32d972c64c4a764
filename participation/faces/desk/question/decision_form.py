"""The form of a decision or of its correction, with the comments that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from participation.citing import references, resolved
from participation.deciding import Version
from participation.faces.desk.forms import FORMATTING, ManyLanguages
from participation.faces.finding import Choice
from participation.models import Comment, Consultation, Option, PublicComment
from participation.releases import public_comments
from portal.searching import LONGEST as LONGEST_SEARCH
from portal.searching import with_words

# The boxes of comments; an empty one comes with every form, so that it is seen to be there.
CITED = "cited"
# No option has this for its letter.
NONE = "-"
MOST_FOUND = 12
SHOWN = 160


@dataclass(frozen=True)
class Row:
    """A comment to tick: its public id, the short id as reports print it, its first words."""

    id: str
    words: str
    chosen: bool

    @property
    def short(self) -> str:
        """As reports print it."""
        return self.id[:8]


class DecisionForm(ManyLanguages):
    """The decision: the option, why, and which comments it answers.

    words: what comments are searched by. more: ids or addresses to add to those that are ticked.
    """

    texts: Mapping[str, tuple[Any, int, Any]] = {
        "text": (_("The decision and its reasons"), 6, FORMATTING)
    }
    needed: Mapping[str, Any] = {"text": _("needed, in one language at least")}
    option = forms.ChoiceField(
        label=_("Option"),
        error_messages={"required": _("Choose the option, or “None of them”.")},
    )
    words = forms.CharField(
        label=_("Search the comments"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    more = forms.CharField(
        label=_("Or add comments by their ids"),
        required=False,
        max_length=20_000,
        help_text=_("As the report prints them, such as c7a4897d, or their addresses; one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        of: Consultation,
        options: Sequence[Choice],
        before: Version | None = None,
        begun: QueryDict | None = None,
    ) -> None:
        kept = {"text": before.text, "reason": {}} if before else {}
        super().__init__(data, kept=kept)
        self.consultation = of
        self._by_key = {choice.key: choice.option for choice in options}
        self.fields["option"].choices = [
            ("", _("Choose")),
            *((choice.key, choice.title) for choice in options),
            (NONE, _("None of them")),
        ]
        ticked = [str(one.public_id) for one in before.cited] if before else []
        if before is not None:
            own = [key for key, one in self._by_key.items() if one == before.option]
            self.fields["option"].initial = own[0] if own else NONE
        for name in self.fields:
            if begun is not None and name in begun:
                self.fields[name].initial = begun[name]
        source = data if data is not None else begun
        if source is not None and (data is not None or CITED in source or "act" in source):
            ticked = [one for one in source.getlist(CITED) if one]
        self._ticked = ticked
        self.chosen: list[Comment] = []

    @property
    def is_overtaken(self) -> bool:
        """Whether what was begun is older than what is public; of a first decision nothing is."""
        return False

    def pick(self) -> bool:
        """Find the comments that are ticked or named; what names none is told at its field."""
        typed = references(str(self["more"].value() or ""))
        self.chosen, wrong = resolved(self.consultation, [*self._ticked, *typed])
        if self.is_bound:
            data: Any = getattr(self, "data", None)
            kept = data.copy()
            kept["more"] = "\n".join(one for one in wrong if one)
            self.data = kept
            if wrong:
                self.add_error("more", " ".join(wrong.values()))
        return not wrong

    def rows(self) -> list[Row]:
        """Those that are chosen, then those that the words find."""
        chosen = [Row(str(one.public_id), one.text[:SHOWN], True) for one in self.chosen]
        ids = {row.id for row in chosen}
        found = [one for one in self._found() if str(one.public_id) not in ids]
        return [*chosen, *(Row(str(one.public_id), one.text[:SHOWN], False) for one in found)]

    def _found(self) -> list[PublicComment]:
        asked = " ".join(str(self["words"].value() or "").replace("\0", "").split())
        if not asked:
            return []
        here = public_comments(self.consultation.pk)
        named, _wrong = resolved(self.consultation, references(asked)[:3])
        by_id = list(here.filter(public_id__in=[one.public_id for one in named]))
        by_words = with_words(here, "text", asked[:LONGEST_SEARCH])[:MOST_FOUND]
        return list(dict.fromkeys([*by_id, *by_words]))

    @property
    def searched(self) -> bool:
        """Whether comments were searched for."""
        return bool(str(self["words"].value() or "").strip())

    def chosen_option(self) -> Option | None:
        """The option that was decided for, if one."""
        return self._by_key.get(self.cleaned_data["option"])

    def act(self) -> dict[str, Any]:
        """Keyword arguments for the verb."""
        ids = [one.public_id for one in self.chosen]
        return {"option": self.chosen_option(), **self.told(), "cited": ids}

    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was written, as pairs for the fields of the preview."""
        names = [name for name in self.fields if name not in ("words", "more")]
        pairs = [(name, str(self[name].value() or "")) for name in names]
        ids = ["", *(str(one.public_id) for one in self.chosen)]
        return [*pairs, *((CITED, one) for one in ids)]

    def take(self, error: Any) -> None:
        """As ManyLanguages.take; what is said of comments stands where they are named."""
        if error.field == "cited":
            self.add_error("more", str(error))
        else:
            super().take(error)


def told_by(version: Version) -> dict[str, str]:
    """What a version says, by the names of the fields."""
    return {f"text_{code}": version.text.get(code, "") for code, _name in settings.LANGUAGES}


class CorrectionForm(DecisionForm):
    """What the decision says from here on, and why. seen: the version that the official saw."""

    texts = {
        "text": (_("The decision and its reasons"), 6, FORMATTING),
        "reason": (_("Why it is corrected"), 2, _("Everyone reads this beside the correction.")),
    }
    needed = {
        "text": _("needed, in one language at least"),
        "reason": _("needed, in one language at least"),
    }
    # What it says stands in the place of what was said: a text that did not come is no empty one.
    whole = True
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["seen"].initial = kwargs["before"].number
        self._begun = kwargs.get("begun") or QueryDict()
        if self.is_overtaken:
            # In a language in which nothing was written before, what is public stays.
            public = told_by(kwargs["before"])
            empty = [name for name in public if not self._begun.get(name, "").strip()]
            for name in empty:
                self.fields[name].initial = public[name]

    @property
    def is_overtaken(self) -> bool:
        """Whether words were begun before what is public now was published."""
        written = any(name in self._begun for name in self.fields if name.startswith("text_"))
        return written and self._begun.get("seen") != str(self.fields["seen"].initial)

    def _lost(self, name: str) -> bool:
        # What comments are sought by is stored nowhere; of those that are ticked, `cited` tells.
        if name in ("words", "more"):
            return name == "more" and CITED not in self.data
        return super()._lost(name)

    def act(self) -> dict[str, Any]:
        """Keyword arguments for the verb."""
        return super().act() | {"seen": self.cleaned_data["seen"]}
