"""Small questions of the demo, one for every form of ballot: to try, and to see counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Words = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """An option. liking: how much people like it on average, 0 to 1; cost: euros, if it has one."""

    name: Words
    liking: float
    cost: int | None = None
    summary: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Small:
    """A question with a vote only. days: the vote opens and closes so many days from today.

    Open ones close after the main question, so that it stays first on the list.

    answers: keep-as-is first. voters: how many have voted. letters: they got codes by letter.
    areas: (postcode, invented number of residents, share of the voters) if they say where they
    live.
    """

    slug: str
    question: Words
    summary: Words
    rule: str
    settings: dict[str, Any]
    days: tuple[int, int]
    voters: int
    answers: tuple[Answer, ...]
    letters: bool = False
    areas: tuple[tuple[str, int, int], ...] = ()


NONE = Answer(
    {"en": "None of these", "fr": "Aucun de ces projets"},
    0.05,
    None,
    {
        "en": "The money goes back to the city's budget.",
        "fr": "L’argent retourne au budget de la ville.",
    },
)


def _keep(en: str, fr: str, liking: float = 0.35) -> Answer:
    return Answer({"en": "Keep it as it is", "fr": "Ne rien changer"}, liking, None, _two(en, fr))


def _two(en: str, fr: str) -> Words:
    return {"en": en, "fr": fr}


def _option(en: str, fr: str, liking: float, cost: int | None = None) -> Answer:
    return Answer(_two(en, fr), liking, cost)


SQUARE = Small(
    "port-communeau-middle",
    _two(
        "What should stand in the middle of Place du Port Communeau?",
        "Que mettre au milieu de la place du Port Communeau ?",
    ),
    _two(
        "Give every idea from 0 to 5 points. The two with the most points go into a runoff.",
        "Donnez de 0 à 5 points à chaque idée. Les deux premières vont en finale.",
    ),
    "star",
    {},
    (-4, 30),
    145,
    (
        _keep("Six parking places, as today.", "Six places de parking, comme aujourd’hui.", 0.3),
        _option("A fountain to play in", "Une fontaine où jouer", 0.62),
        _option("A garden that takes the rain", "Un jardin de pluie", 0.66),
        _option("A kiosk with coffee", "Un kiosque à café", 0.45),
        _option("Two long tables", "Deux grandes tables", 0.5),
    ),
)
MARKET = Small(
    "saturday-market",
    _two("Where should the Saturday market stand?", "Où installer le marché du samedi ?"),
    _two(
        "Everyone who lives around the four places got a letter with a code. Put the places in "
        "your order.",
        "Les personnes qui habitent autour des quatre places ont reçu un code par courrier. "
        "Classez les places.",
    ),
    "schulze",
    {},
    (-6, 27),
    60,
    (
        _keep("Place de la Petite Hollande.", "Place de la Petite Hollande.", 0.5),
        _option("On Cours des 50 Otages", "Cours des 50 Otages", 0.6),
        _option("On Place du Cirque", "Place du Cirque", 0.4),
        _option("Along Quai de la Fosse", "Le long du quai de la Fosse", 0.52),
    ),
    letters=True,
)
LIBRARY = Small(
    "library-hours",
    _two(
        "When should the Médiathèque open longer?",
        "Quand la Médiathèque doit-elle rester ouverte ?",
    ),
    _two(
        "Say of each proposal how good it is. The one that most people find good wins.",
        "Dites de chaque proposition si elle est bonne. Celle que la plupart trouvent bonne gagne.",
    ),
    "majority-judgement",
    {},
    (-3, 35),
    120,
    (
        _keep("Tuesday to Saturday until 18:00.", "Du mardi au samedi jusqu’à 18 h.", 0.42),
        _option("Sunday afternoons", "Le dimanche après-midi", 0.7),
        _option("Evenings until 21:00", "Le soir jusqu’à 21 h", 0.58),
        _option("Monday mornings", "Le lundi matin", 0.33),
    ),
)
STANDS = Small(
    "bicycle-stands",
    _two(
        "Where are new bicycle stands needed most?",
        "Où faut-il surtout de nouveaux arceaux à vélos ?",
    ),
    _two(
        "You have ten points. Give them all to one place, or share them out.",
        "Vous avez dix points. Donnez-les à un seul lieu ou partagez-les.",
    ),
    "cumulative",
    {"points": 10},
    (-5, 33),
    110,
    (
        _keep("No new stands this year.", "Pas de nouveaux arceaux cette année.", 0.15),
        _option("At the castle", "Au château", 0.55),
        _option("At Place du Cirque", "Place du Cirque", 0.5),
        _option("In Rue de Verdun", "Rue de Verdun", 0.4),
        _option("At the Médiathèque", "À la Médiathèque", 0.62),
        _option("Along Allée du Port Maillard", "Allée du Port Maillard", 0.35),
    ),
)
FOOTBRIDGE = Small(
    "footbridge-name",
    _two("What should the new footbridge be called?", "Quel nom donner à la nouvelle passerelle ?"),
    _two(
        "An invented bridge. The vote is over; the ranked ballots have been counted.",
        "Une passerelle inventée. Le vote est clos ; les bulletins classés ont été comptés.",
    ),
    "schulze",
    {},
    (-40, -12),
    210,
    (
        _keep("It stays without a name.", "Elle reste sans nom.", 0.2),
        _option("Passerelle des Tisserandes", "Passerelle des Tisserandes", 0.6),
        _option("Passerelle du Héron", "Passerelle du Héron", 0.63),
        _option("Passerelle de l’Île", "Passerelle de l’Île", 0.5),
        _option("Passerelle Claude Exemple", "Passerelle Claude Exemple", 0.42),
    ),
)
BUDGET = Small(
    "neighbourhood-budget",
    _two(
        "Which projects should the neighbourhood budget pay for?",
        "Quels projets le budget du quartier doit-il payer ?",
    ),
    _two(
        "There are 300,000 euros. Tick every project you want; your share of the money goes to "
        "projects that you ticked.",
        "Il y a 300 000 euros. Cochez chaque projet que vous voulez ; votre part de l’argent va "
        "à des projets que vous avez cochés.",
    ),
    "equal-shares",
    {"budget": 300_000, "completion": "add1u"},
    (-8, 28),
    260,
    (
        NONE,
        _option("Trees in Rue de Verdun", "Des arbres rue de Verdun", 0.62, 85_000),
        _option("A lift at the castle footbridge", "Un ascenseur à la passerelle", 0.3, 140_000),
        _option(
            "Benches with backs, every 150 m", "Des bancs à dossier, tous les 150 m", 0.5, 32_000
        ),
        _option("A toilet at Place du Cirque", "Des toilettes place du Cirque", 0.48, 68_000),
        _option(
            "A drinking fountain at the market", "Une fontaine à boire au marché", 0.44, 14_000
        ),
        _option("Lights on the way along the Erdre", "Éclairer le chemin de l’Erdre", 0.36, 54_000),
        _option(
            "A workshop for repairing bicycles", "Un atelier de réparation de vélos", 0.33, 26_000
        ),
        _option("Shade over the school yard", "De l’ombre dans la cour de l’école", 0.46, 47_000),
        _option("A hundred bird boxes", "Cent nichoirs", 0.26, 6_000),
        _option("A stage for the summer", "Une scène pour l’été", 0.24, 38_000),
        _option("Level crossings for wheelchairs", "Des traversées de plain-pied", 0.42, 74_000),
        _option(
            "A garden on the roof of the car park",
            "Un jardin sur le toit du parking",
            0.34,
            120_000,
        ),
    ),
)
LAST_BUDGET = Small(
    "neighbourhood-budget-last-year",
    _two(
        "What did last year's neighbourhood budget pay for?",
        "Qu’a payé le budget du quartier l’an dernier ?",
    ),
    _two(
        "The vote is over and counted: 150,000 euros, eight projects.",
        "Le vote est clos et compté : 150 000 euros, huit projets.",
    ),
    "equal-shares",
    {"budget": 150_000, "completion": "add1u", "comparison": True},
    (-75, -45),
    230,
    (
        NONE,
        _option("A wall to climb on", "Un mur d’escalade", 0.34, 45_000),
        _option("Hedges at the playground", "Des haies à l’aire de jeux", 0.52, 22_000),
        _option("Quiet surface in Rue du Refuge", "Un sol silencieux rue du Refuge", 0.4, 78_000),
        _option("Books on the tram", "Des livres dans le tram", 0.28, 9_000),
        _option("A ramp at the town hall", "Une rampe à la mairie", 0.56, 36_000),
        _option("Rain barrels for gardens", "Des cuves de pluie pour les jardins", 0.36, 15_000),
        _option("A new floor in the gym", "Un nouveau sol au gymnase", 0.3, 64_000),
        _option("Open-air films", "Des films en plein air", 0.45, 12_000),
    ),
    areas=(("44000", 42_000, 5), ("44100", 31_000, 3), ("44200", 24_000, 2)),
)

SMALL = (BUDGET, SQUARE, MARKET, LIBRARY, STANDS, FOOTBRIDGE, LAST_BUDGET)
