"""Sentences that the demo's invented comments are made of, in English.

CLAIMS: theme -> stance towards the change -> sentences. {spot} is a street or square nearby.
"""

OPENERS = [
    "",
    "",
    "",
    "I live near {spot}.",
    "I cross {spot} every day.",
    "We have two small children.",
    "I work in the town hall quarter.",
    "I am seventy-four and I walk everywhere.",
    "I drive a delivery van.",
    "We moved here last year.",
    "I have been cycling here for twenty years.",
]

CLAIMS: dict[str, dict[str, list[str]]] = {
    "traffic": {
        "for": [
            "So many cars only pass through; they do not stop here and can take the ring road.",
            "At eight in the morning the queue reaches {spot} anyway, so driving wins nothing.",
            "Fewer lanes would calm everyone, drivers too.",
        ],
        "against": [
            "The cars will not vanish, they will come through {spot} instead.",
            "The detour is too long for people who must drive to work.",
            "Rue Stanislas Baudry is full already; another load there is not fair.",
        ],
        "neutral": [
            "Please count the cars at {spot} before and after, and publish the figures.",
            "Try it for six months first, then decide.",
        ],
    },
    "noise-air": {
        "for": [
            "With the window open one cannot hold a conversation; that must end.",
            "The exhaust stands between the tall houses and one can taste it in summer.",
            "A quiet night is worth more to me than a quick drive.",
        ],
        "against": [
            "The noise will move to {spot}, where it is quiet today.",
            "Stop and go on the detour makes more exhaust, not less.",
        ],
        "neutral": ["I would like to see the noise at night, not only in the morning."],
    },
    "walking": {
        "for": [
            "The pavement near {spot} is too narrow for a pram and a neighbour.",
            "My children could walk to school alone at last.",
            "Crossing near {spot} takes three lights today; it should take none.",
        ],
        "against": [
            "The crossing at {spot} gets more cars, and that is the way to school.",
            "A wide empty street at night does not make me feel safer.",
        ],
        "neutral": ["Keep the kerbs flat and the paving even, whatever you choose."],
    },
    "cycling": {
        "for": [
            "This is the missing piece between the castle and the Erdre for bicycles.",
            "Today I ride between parked cars and buses; I want a way of my own.",
        ],
        "against": [
            "One-way streets for cars must stay two-way for bicycles, and I do not see that here.",
            "Bicycles and people on foot on the same ground does not work at {spot}.",
        ],
        "neutral": ["Please mark clearly where bicycles go at {spot}."],
    },
    "green": {
        "for": [
            "In August there is no shade between {spot} and the castle; trees are overdue.",
            "Rain needs somewhere to go, and ground with plants takes it.",
            "A small square with a bench would make this a place and not a corridor.",
        ],
        "against": ["Trees in the narrow part take the light from the first floors."],
        "neutral": ["Choose trees that stand heat, and plan who waters them."],
    },
    "shops": {
        "for": [
            "People who stroll buy more than people who look for a parking place.",
            "My café could put six tables outside.",
        ],
        "against": [
            "Half of my customers come by car from outside; I would lose them.",
            "Deliveries before eight are not possible for a bakery.",
        ],
        "neutral": ["Tell shopkeepers the dates of the works half a year ahead."],
    },
    "access": {
        "for": ["The bus would no longer stand in the queue."],
        "against": [
            "My mother cannot walk far; a taxi must be able to stop at her door.",
            "Nurses and craftsmen who come to our homes need to get through.",
        ],
        "neutral": [
            "Who lives here must reach the garage: please say how.",
            "Where do the fire engines go? I found no answer on the map.",
        ],
    },
    "other": {
        "for": ["We have talked about it for fifteen years; please do it."],
        "against": ["There are streets that need the money more than this one."],
        "neutral": ["Thank you for showing the drawbacks too.", "What does it cost, and who pays?"],
    },
}

CLOSERS = [
    "",
    "",
    "",
    "Thank you for asking.",
    "That is what matters most to me.",
    "My neighbours say the same.",
    "I hope someone reads this.",
]

REPLIES = [
    "I see it the same way.",
    "I see it differently: have you tried it on a Saturday?",
    "That was my worry too, until I looked at the map.",
    "Good point, I had not thought of deliveries.",
    "Where did you read that? The page says something else.",
    "And what about people who cannot cycle?",
]

HELD = [
    "MORE TRAFFIC JAMS AND NOBODY LISTENS TO THE PEOPLE WHO LIVE HERE",
    "Sign our petition at www.example.org/street before Sunday.",
    "Whoever drew this is an idiot.",
]


def fill(sentence: str, spot: str) -> str:
    """`sentence` with a street's name in it."""
    return sentence.replace("{spot}", spot)
