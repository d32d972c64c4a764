"""The demo's three questions: one to vote on, one to talk about, one decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from participation.demo import places

DEMO_EN = "Everything said and voted here is invented for the demo; the streets are real."
DEMO_FR = "Tout ce qui est dit et voté ici est inventé pour la démo ; les rues sont réelles."


@dataclass(frozen=True)
class Question:
    """One demo question. days: inform, discuss, vote, result open so many days from today.

    options: name and summary for each scenario, keep-as-is first. voices: how many comments.
    liking: how much voters like each option on average, 0 to 1. drawn: the edit of its own
    scenario, if any.
    """

    slug: str
    texts: dict[str, dict[str, str]]
    days: tuple[int, int, int, int]
    options: tuple[tuple[dict[str, str], dict[str, str]], ...]
    spots: list[places.Spot]
    voices: int
    voters: int
    liking: tuple[float, ...]
    drawn: tuple[str, dict[str, Any], str | None] | None = None
    decision: dict[str, str] | None = None


KEEP = (
    {"en": "Keep it as it is", "fr": "Ne rien changer"},
    {
        "en": "The street stays as it is today. This is an answer like the others.",
        "fr": "La rue reste comme aujourd’hui. C’est une réponse comme les autres.",
    },
)
MAKER = {
    "en": "The deputy mayor for streets and squares (an invented office, for the demo)",
    "fr": "L’adjointe aux rues et places (une fonction inventée, pour la démo)",
}

STRASBOURG = Question(
    slug="rue-de-strasbourg",
    texts={
        "question": {
            "en": "What should become of Rue de Strasbourg?",
            "fr": "Que doit devenir la rue de Strasbourg ?",
        },
        "summary": {
            "en": "It is the busiest street of the centre in our model: about 1,750 cars in the "
            "morning's peak hour, between the town hall and the castle.",
            "fr": "C’est la rue la plus chargée du centre dans notre modèle : environ 1 750 "
            "voitures à l’heure de pointe du matin, entre la mairie et le château.",
        },
        "background": {
            "en": "Each option takes cars out of this street and sends some of them through "
            f"others. None is best for everybody, so we ask you. {DEMO_EN}",
            "fr": "Chaque option retire des voitures de cette rue et en envoie une partie "
            f"ailleurs. Aucune n’est la meilleure pour tous, d’où la question. {DEMO_FR}",
        },
        "can_change": {
            "en": "Which of the four options is built, and what is corrected in it.",
            "fr": "Laquelle des quatre options sera réalisée, et ce qu’on y corrige.",
        },
        "cannot_change": {
            "en": "The tram lines, the bus stops and access for fire engines stay.",
            "fr": "Les lignes de tram, les arrêts de bus et l’accès des secours restent.",
        },
        "decision_maker": MAKER,
    },
    days=(-35, -28, -7, 14),
    options=(
        KEEP,
        (
            {"en": "A car-free street by the castle", "fr": "Une rue sans voitures au château"},
            {
                "en": "No cars from Rue de Verdun to Cours John Kennedy, a small square and trees. "
                "The quietest for the street, the longest detour for drivers.",
                "fr": "Plus de voitures de la rue de Verdun au cours John Kennedy, une petite "
                "place et des arbres. Le plus calme pour la rue, le plus long détour en voiture.",
            },
        ),
        (
            {"en": "One way, with trees", "fr": "Un sens unique, avec des arbres"},
            {
                "en": "One lane southwards at 30 km/h, trees along the east side. In between, and "
                "it spares the small streets behind the town hall.",
                "fr": "Une voie vers le sud à 30 km/h, des arbres à l’est. Un compromis, qui "
                "épargne les petites rues derrière la mairie.",
            },
        ),
        (
            {"en": "Slow, and car-free by the town hall", "fr": "Apaisée, et piétonne à la mairie"},
            {
                "en": "No cars by the town hall, 30 km/h on the rest, a garden. Drivers lose "
                "little, but small quiet streets get more cars.",
                "fr": "Plus de voitures à la mairie, 30 km/h ailleurs, un jardin. Peu de temps "
                "perdu en voiture, mais plus de trafic dans de petites rues calmes.",
            },
        ),
    ),
    spots=places.STRASBOURG,
    voices=300,
    voters=600,
    liking=(0.46, 0.51, 0.5, 0.54),
)

COURS = Question(
    slug="trees-cours-50-otages",
    texts={
        "question": {
            "en": "Should a new row of trees stand on Cours des 50 Otages?",
            "fr": "Faut-il une nouvelle rangée d’arbres cours des 50 Otages ?",
        },
        "summary": {
            "en": "Nine trees could stand between Place du Cirque and Rue de Feltre.",
            "fr": "Neuf arbres pourraient pousser entre la place du Cirque et la rue de Feltre.",
        },
        "background": {"en": DEMO_EN, "fr": DEMO_FR},
        "can_change": {
            "en": "Whether they are planted, which kind, and where the benches go.",
            "fr": "S’ils sont plantés, l’essence, et la place des bancs.",
        },
        "cannot_change": {"en": "The tram tracks.", "fr": "Les voies du tram."},
        "decision_maker": MAKER,
    },
    days=(-12, -5, 21, 35),
    options=(
        KEEP,
        (
            {"en": "A row of trees", "fr": "Une rangée d’arbres"},
            {
                "en": "Nine trees, some 15 metres apart. Traffic stays as it is.",
                "fr": "Neuf arbres, à une quinzaine de mètres. La circulation ne change pas.",
            },
        ),
    ),
    spots=places.COURS,
    voices=60,
    voters=0,
    liking=(0.42, 0.75),
    drawn=(
        "plant_trees",
        {"height_m": 6},
        "LINESTRING(-1.55712 47.21748,-1.55703 47.21736,-1.55698 47.21718,-1.55692 47.21700,"
        "-1.55686 47.21684,-1.55680 47.21666,-1.55676 47.21652,-1.55672 47.21638,"
        "-1.55661 47.21622)",
    ),
)

_FOSSE = [
    "0029478017",
    "0029477978",
    "0029478084",
    "0029478063",
    "0029477759",
    "0029477755",
    "0029478375",
    "0328211059",
]
FOSSE = Question(
    slug="quai-de-la-fosse-30",
    texts={
        "question": {
            "en": "Should cars drive at 30 on Quai de la Fosse?",
            "fr": "Faut-il rouler à 30 quai de la Fosse ?",
        },
        "summary": {
            "en": "A lower speed along the quay, from the Médiathèque westwards.",
            "fr": "Une vitesse plus basse le long du quai, à l’ouest de la Médiathèque.",
        },
        "background": {"en": DEMO_EN, "fr": DEMO_FR},
        "can_change": {"en": "The speed limit.", "fr": "La vitesse autorisée."},
        "cannot_change": {"en": "The number of lanes.", "fr": "Le nombre de voies."},
        "decision_maker": MAKER,
    },
    days=(-120, -110, -80, -60),
    options=(
        KEEP,
        (
            {"en": "30 km/h along the quay", "fr": "30 km/h le long du quai"},
            {
                "en": "The limit falls from 50 to 30 km/h on the longest pieces of the quay.",
                "fr": "La limite passe de 50 à 30 km/h sur les plus longs tronçons du quai.",
            },
        ),
    ),
    spots=places.FOSSE,
    voices=45,
    voters=180,
    liking=(0.5, 0.63),
    drawn=(
        "speed",
        {
            "streets": [f"urn:civic:nantes:street:TRONROUT000000{piece}" for piece in _FOSSE],
            "speed_kmh": 30,
        },
        None,
    ),
    decision={
        "en": "The quay goes to 30 km/h in spring. Most of you want it, and the model finds little "
        "time lost. You asked for a count before and after: we will publish both. You were worried "
        "about deliveries: the loading bays stay.",
        "fr": "Le quai passe à 30 km/h au printemps. Vous êtes une majorité à le vouloir, et le "
        "modèle trouve peu de temps perdu. Vous demandiez un comptage avant et après : nous "
        "publierons les deux. Les livraisons vous inquiétaient : les places restent.",
    },
)

QUESTIONS = (STRASBOURG, COURS, FOSSE)
