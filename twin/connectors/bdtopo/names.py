"""Street names as people write them, from the capitals and abbreviations of BD TOPO."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from portal.folding import without_accents

TYPES = {
    "ALL": "Allée",
    "AV": "Avenue",
    "BD": "Boulevard",
    "CHE": "Chemin",
    "CHS": "Chaussée",
    "CRS": "Cours",
    "ESP": "Esplanade",
    "IMP": "Impasse",
    "JARD": "Jardin",
    "PAS": "Passage",
    "PL": "Place",
    "PLE": "Passerelle",
    "QU": "Quai",
    "R": "Rue",
    "RLE": "Ruelle",
    "RPT": "Rond-point",
    "RTE": "Route",
    "SEN": "Sentier",
    "SQ": "Square",
    "VEN": "Venelle",
}
SMALL = {
    "a",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "sous",
    "sur",
}
ACCENTS = {
    "AIME": "Aimé",
    "DEFENSE": "Défense",
    "EDOUARD": "Édouard",
    "EMILE": "Émile",
    "ERABLES": "Érables",
    "GENERAUX": "Généraux",
    "HELENE": "Hélène",
    "LIBERATION": "Libération",
    "SEMARD": "Sémard",
}
"""Words that the city writes nowhere with their accents."""
NUMERALS = re.compile(r"^[IVX]+$")
WORD = re.compile(r"[^\W\d_]+")


def plain(text: str) -> str:
    """`text` in capitals without accents."""
    return without_accents(text, form="NFD").upper()


class Names:
    """Knows how words are written from the names that a city wrote itself.

    written: names with accents ("Cours des 50 Otages"). pairs: (abbreviated, written) of the same
    street.
    """

    def __init__(self, written: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> None:
        words: dict[str, Counter[str]] = {}
        for name in written:
            for word in WORD.findall(name)[1:]:
                words.setdefault(plain(word), Counter())[word] += 1
        self._words = {key: found.most_common(1)[0][0] for key, found in words.items()}
        self._whole = {short: name for short, name in pairs if short and name}

    def readable(self, short: str) -> str:
        """`short` ("R FELIX EBOUE") as people write it ("Rue Félix Éboué" if the words are known).

        Of several names joined by a slash the first is taken; "" stays "".
        """
        short = short.split("/")[0].strip()
        if short in self._whole:
            return self._whole[short]
        first, _, rest = short.partition(" ")
        kind = TYPES.get(first.upper(), first.capitalize())
        return f"{kind} {WORD.sub(self._word, rest)}".strip()

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() in SMALL:
            return word.lower()
        if NUMERALS.match(word):
            return word
        return self._words.get(plain(word)) or ACCENTS.get(plain(word), word.capitalize())
