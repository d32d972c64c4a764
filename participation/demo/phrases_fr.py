"""Phrases dont sont faits les commentaires inventés de la démonstration, en français.

As phrases_en: CLAIMS is theme -> stance towards the change -> sentences; {spot} a street nearby.
"""

OPENERS = [
    "",
    "",
    "",
    "J’habite près de {spot}.",
    "Je passe par {spot} tous les jours.",
    "Nous avons deux jeunes enfants.",
    "Je travaille à côté de la mairie.",
    "J’ai soixante-quatorze ans et je fais tout à pied.",
    "Je suis livreur.",
    "Nous sommes arrivés l’an dernier.",
    "Je circule à vélo ici depuis vingt ans.",
]

CLAIMS: dict[str, dict[str, list[str]]] = {
    "traffic": {
        "for": [
            "La plupart des voitures ne font que passer ; elles peuvent prendre le périphérique.",
            "À huit heures la file remonte déjà jusqu’à {spot}, on n’y gagne rien.",
            "Moins de voies, c’est plus de calme pour tous, même pour les automobilistes.",
        ],
        "against": [
            "Les voitures ne vont pas disparaître, elles passeront par {spot}.",
            "Le détour est trop long pour ceux qui doivent prendre leur voiture.",
            "La rue Stanislas Baudry est déjà pleine, ce n’est pas juste d’en rajouter.",
        ],
        "neutral": [
            "Comptez les voitures à {spot} avant et après, et publiez les chiffres.",
            "Essayons six mois, puis décidons.",
        ],
    },
    "noise-air": {
        "for": [
            "Fenêtre ouverte, on ne s’entend plus parler ; il faut que cela cesse.",
            "Les gaz restent entre les immeubles, on les sent tout l’été.",
            "Une nuit calme vaut mieux qu’un trajet rapide.",
        ],
        "against": [
            "Le bruit ira vers {spot}, qui est calme aujourd’hui.",
            "Les bouchons sur le détour polluent plus, pas moins.",
        ],
        "neutral": ["J’aimerais voir le bruit de nuit, pas seulement celui du matin."],
    },
    "walking": {
        "for": [
            "Près de {spot}, le trottoir est trop étroit pour une poussette et un voisin.",
            "Mes enfants pourraient enfin aller seuls à l’école.",
            "Il faut trois feux pour traverser près de {spot} ; il n’en faudrait aucun.",
        ],
        "against": [
            "Il y aura plus de voitures au passage de {spot}, sur le chemin de l’école.",
            "Une grande rue vide la nuit ne me rassure pas.",
        ],
        "neutral": ["Gardez des bordures basses et un sol régulier, quel que soit le choix."],
    },
    "cycling": {
        "for": [
            "C’est le maillon qui manque à vélo entre le château et l’Erdre.",
            "Aujourd’hui je roule entre les voitures garées et les bus ; je veux ma place.",
        ],
        "against": [
            "Un sens unique doit rester à double sens pour les vélos, et je ne le vois pas.",
            "Vélos et piétons mélangés, cela ne marche pas à {spot}.",
        ],
        "neutral": ["Marquez bien où passent les vélos à {spot}."],
    },
    "green": {
        "for": [
            "En août il n’y a pas d’ombre entre {spot} et le château ; vivement des arbres.",
            "La pluie doit aller quelque part, et la terre plantée l’absorbe.",
            "Une petite place avec un banc en ferait un lieu et non un couloir.",
        ],
        "against": ["Dans la partie étroite, les arbres prendront la lumière des premiers étages."],
        "neutral": ["Choisissez des arbres qui supportent la chaleur, et dites qui les arrose."],
    },
    "shops": {
        "for": [
            "Qui flâne achète plus que qui cherche une place.",
            "Mon café pourrait sortir six tables.",
        ],
        "against": [
            "La moitié de mes clients viennent en voiture de l’extérieur, je les perdrais.",
            "Livrer avant huit heures n’est pas possible pour une boulangerie.",
        ],
        "neutral": ["Prévenez les commerçants des dates de travaux six mois avant."],
    },
    "access": {
        "for": ["Le bus ne serait plus pris dans la file."],
        "against": [
            "Ma mère marche mal ; un taxi doit pouvoir s’arrêter devant chez elle.",
            "Les infirmières et les artisans qui viennent chez nous doivent passer.",
        ],
        "neutral": [
            "Les riverains doivent atteindre leur garage : dites comment.",
            "Par où passent les pompiers ? Je n’ai pas trouvé sur la carte.",
        ],
    },
    "other": {
        "for": ["On en parle depuis quinze ans ; faites-le."],
        "against": ["D’autres rues ont plus besoin de cet argent."],
        "neutral": [
            "Merci de montrer aussi les inconvénients.",
            "Combien cela coûte-t-il, et qui paie ?",
        ],
    },
}

CLOSERS = [
    "",
    "",
    "",
    "Merci de nous demander notre avis.",
    "C’est le plus important pour moi.",
    "Mes voisins disent la même chose.",
    "J’espère que quelqu’un lira ceci.",
]

REPLIES = [
    "Je suis du même avis.",
    "Je ne suis pas d’accord : avez-vous essayé un samedi ?",
    "C’était aussi mon inquiétude, avant de regarder la carte.",
    "Bonne remarque, je n’avais pas pensé aux livraisons.",
    "Où l’avez-vous lu ? La page dit autre chose.",
    "Et ceux qui ne peuvent pas faire de vélo ?",
]

HELD = [
    "TOUJOURS PLUS DE BOUCHONS ET PERSONNE N’ÉCOUTE LES RIVERAINS DU QUARTIER",
    "Signez notre pétition sur www.example.org/rue avant dimanche.",
    "Celui qui a dessiné cela est un abruti.",
]

ARTICLES = {
    "Rue": "la rue",
    "Place": "la place",
    "Allée": "l’allée",
    "Cours": "le cours",
    "Quai": "le quai",
    "Médiathèque": "la Médiathèque",
}


def fill(sentence: str, spot: str) -> str:
    """`sentence` with a street's name in it, its article contracted: « jusqu’au quai »."""
    kind, _, rest = spot.partition(" ")
    name = f"{ARTICLES[kind]} {rest}".strip()
    return (
        sentence.replace("{spot}", name)
        .replace(" de le ", " du ")
        .replace("’à le ", "’au ")
        .replace(" à le ", " au ")
        .replace("À le ", "Au ")
    )
