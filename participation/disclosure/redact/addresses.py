"""House numbers of addresses: "12 rue de Strasbourg". The street stays: people speak about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_NUMBER = r"(?P<number>\d{1,4}(?:\s?-\s?\d{1,4})?(?:\s?(?:bis|ter|quater)\b|[ ]?[a-d]\b(?!'))?)"
_BETWEEN = r"(?:de la |de l'|de |du |des |d'|la |le |les |l')"
_FRENCH = re.compile(
    rf"(?<![\w:.,°/-]){_NUMBER},?\s{{1,2}}(?P<way>rue|avenue|av\.|ave|bd|boulevard|impasse|quai|"
    rf"all[ée]es?|"
    r"ruelle|venelle|villa|faubourg|fbg|place|pl\.|cours|passage|chemin|ch\.|route|rte|square|"
    r"sq\.|mail|"
    r"esplanade|sentier|rond-point|hameau|r[ée]sidence|lotissement|mont[ée]e|c[ôo]te|promenade|"
    r"voie)\s{1,2}"
    rf"(?P<next>(?:{_BETWEEN}){{0,2}})(?P<name>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)
_STREETS = (
    "rue",
    "avenue",
    "av.",
    "ave",
    "bd",
    "boulevard",
    "impasse",
    "quai",
    "ruelle",
    "venelle",
)
_NO_NAME = frozenset(
    """plus moins suite trop large chaque fait façon ville quartier côté travers""".split()  # noqa: SIM905
)
_NOT_A_HOUSE = re.compile(
    r"(?:\b(?:lignes?|bus|tram(?:way)?|busway|chronobus|navette|line|linie|zones?|phase|option|"
    r"article|étape|"
    r"scénario|scenario|projet|plan|page|variante|parcelle|section|lot|"
    r"limit\w+ à|vitesse \w+ à|rouler à|passer à|passe à|passée? à|en|depuis|dès|fin|début|avant|"
    r"après|ici|année|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|"
    r"in|since|until|by|plus de|moins de|environ|entre|ces|les|nos|des|mes|vos)|\d\s?h|"
    r"\b\d{1,3}(?: et| ou|,))\s{0,2}$"
)
_NUMBERED = re.compile(
    r"\b(?:au |le |du |en face du |devant le |to |at )?(?P<word>num[ée]ro|n°|nº|no\.|number|"
    r"nummer|num\.)\s{0,2}"
    r"(?P<number>\d{1,4}\s?(?:bis|ter|[a-d]\b)?),?\s{1,2}(?:de (?:la |l'|ma |notre )|du |des |"
    r"of |in |der |in der )?"
    r"(?:rue|avenue|boulevard|impasse|quai|place|all[ée]e|cours|street|road|my street|straße|"
    r"strasse|calle|via)\b"
)
_WAYS = r"(?:rue|avenue|boulevard|impasse|quai|place|all[ée]e|cours|chemin|route|square)"
_OF_STREET = re.compile(
    rf"\b(?:au|le|du)\s(?P<number>\d{{1,4}}\s?(?:bis|ter)?)\s{{1,2}}de (?:la |l'|ma |"
    rf"notre )?{_WAYS}\b"
)
_STREET_NUMBER = re.compile(
    rf"\b{_WAYS}\s[^\d\n,;.:!?]{{2,40}},?\s?(?:n°|nº|num[ée]ro|"
    rf"no\.)\s?(?P<number>\d{{1,4}}\s?(?:bis|ter)?)"
)
_LIVES = re.compile(
    r"\b(?:j'habite|j'habitais|nous habitons|on habite|il habite|elle habite|habitant|habite|"
    r"je (?:vis|loge|réside)|"
    r"nous (?:vivons|logeons|résidons)|on vit|domicilié[es]*|chez (?:moi|nous),?|"
    r"mon adresse(?: est)?(?: :)?|"
    r"i live|we live|i reside|my (?:home|house|flat|address)(?: is)?|my door(?: is)?|lives|living|"
    r"ich wohne|wir wohnen|wohnhaft|vivo|vivimos|abito|abitiamo|ik woon|wij wonen|moro|moramos|"
    r"asun|mieszkam)\s"
    r"(?:[^\W\d]+\s){0,2}?(?:au|en el|al|at|op|no|na|nr\.?|nummer|number|n°|numéro|num[ée]ro|"
    r"in number|pod|bei|is|est)"
    r"\s{1,2}(?:(?:number|numéro|n°|nº|nr\.?|no\.?|nummer)\s{0,2})?"
    r"(?P<number>\d{1,4}\s?(?:bis|ter|[a-d]\b)?)(?!\d)"
)
_NOT_LIVED = re.compile(
    r"\s{0,2}(?:e\b|è|ème|er\b|ième|th\b|nd\b|rd\b|st\b|º|ª|\.?\s?(?:étage|stock|floor|piso|"
    r"piano)|km|m\b|mètres?|"
    r"metres?|min\w*|pas\b|steps|ans\b|years|%|°|h\b|/|:\d|[.,]\d)"
)
_AFTER = re.compile(
    r"(?<![\w])(?:"
    r"[A-ZÄÖÜ][a-zäöüß-]{1,30}(?:straße|strasse|str\.|gasse|platz|allee|ufer|damm|weg|steig|ring)"
    r"|[A-Z][a-z-]{1,30}(?:straat|laan|plein|gracht|kade|dreef|steeg|weg|singel)"
    r"|(?:[A-Z][a-zäöå-]{1,30}(?:katu|tie|kuja|gatan|vägen|vej|gade))"
    r"|(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|"
    r"[Cc]orso|[Vv]icolo|"
    r"[Rr]ua|[Tt]ravessa|[Pp]raça|[Ll]argo|[Uu]l\.|[Uu]lica|[Ss]trada|[Ss]tr\.)\s{1,2}"
    r"(?:(?:de|del|della|dei|di|la|las|los|el|da|do|dos|das)\s){0,3}[A-ZÀ-Ż][\w'-]{1,30}"
    r"(?:\s(?:(?:de|del|da|do|dos|di)\s)?[A-ZÀ-Ż][\w'-]{1,30}){0,3}"
    r")(?:,\s?|\s{1,2})(?:(?:[Nn][º°.r]\.?|[Nn]r\.?|"
    r"[Nn]úmero)\s{0,2})?(?P<number>\d{1,4}\s?[a-dA-D]?)(?![\w])"
)
_MEASURE = re.compile(
    r"[ \u00a0]?(?:km|uhr|euros?|€|%|meter|metros?|metri|m\b|min|autos|coches|bäume|árboles|"
    r"alberi|db|jahre|años|anni|"
    r"mal|bis|und \d|/|[.,:]\d|\.\d|°|x\b|fahrräder|parkplätze|h\b|carros|bomen|auto's)"
)
_ENGLISH = re.compile(
    r"(?<![\w:.,£€$-])(?P<number>\d{1,4}[a-dA-D]?)(?:,)?\s{1,2}(?:(?:[A-Z][a-z'’-]{1,20}|St\.?|"
    r"of|the)\s){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Terrace|Crescent|Gardens|"
    r"Boulevard|Blvd|Mews|"
    r"Grove|Row|Hill)\b"
)
_FLAT = re.compile(
    r"\b(?:appt\.?|apt\.?|appartement n°|appartement num[ée]ro|logement n°|flat|apartment|"
    r"apartment no\.?|"
    r"wohnung nr\.?|piso|interno|porte n°|digicode|code d'entrée|interphone|door code|"
    r"boîte aux lettres n°)"
    r"\s{0,2}:?\s{0,2}(?P<number>\d{1,5}[a-d]?)(?![\w%])(?!\s?(?:pièces|chambres|m²|rooms|euros|€))"
)


def find(text: str, lower: str) -> Iterator[Find]:
    """The numbers of houses and flats in what is an address, not a bus line, a year or a speed."""
    yield from _before_street(text, lower)
    for pattern in (_NUMBERED, _OF_STREET, _STREET_NUMBER, _FLAT):
        for found in pattern.finditer(lower):
            yield _number(found)
    for found in _LIVES.finditer(lower):
        if not _NOT_LIVED.match(lower, found.end()):
            yield _number(found)
    for pattern in (_AFTER, _ENGLISH):
        for found in pattern.finditer(text):
            counted = _NOT_A_HOUSE.search(lower[max(0, found.start() - 24) : found.start()])
            if not _MEASURE.match(lower, found.end()) and not (pattern is _ENGLISH and counted):
                yield _number(found)


def _before_street(text: str, lower: str) -> Iterator[Find]:
    for found in _FRENCH.finditer(text):
        before = lower[max(0, found.start() - 24) : found.start()]
        name, way = found["name"], found["way"].lower()
        number = int(re.sub(r"\D.*", "", found["number"]))
        if _NOT_A_HOUSE.search(before) or name.lower() in _NO_NAME or number == 0:
            continue
        capital = name[0].isupper()
        if (
            way.startswith(_STREETS) and (capital or found["next"]) and (capital or number > 1)
        ) or capital:
            yield _number(found)


def _number(found: re.Match[str]) -> Find:
    start = found.start("number")
    return Find(start, start + len(found["number"].rstrip()), "address")
