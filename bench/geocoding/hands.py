"""What hands do to an address: each kind of noise is a function of an address and of chance.

It gives a text, or `None` where it would change nothing.
"""

import re
from dataclasses import replace

from .text import fold, without_accents

KINDS = {}
"""Name of a kind → its function."""


def kind(function):
    """Notes a kind of noise under the function's name."""
    KINDS[function.__name__] = function
    return function


def lines(one, number=None, street=None, city=None):
    """The two halves of an address, as a base of addresses writes it."""
    rank = f" {one.repetition}" if one.repetition else ""
    return number or f"{one.number}{rank}", street or one.street, one.postcode, city or one.city


def told(one, **changed):
    """On one line."""
    return " ".join(lines(one, **changed))


@kind
def clean(one, luck):
    """As the base writes it."""
    return told(one)


@kind
def upper_bare(one, luck):
    """Capitals without accents."""
    return without_accents(told(one)).upper()


@kind
def lower_bare(one, luck):
    """Small letters without accents, no hyphen nor apostrophe."""
    return " ".join(fold(told(one)).split())


@kind
def commas(one, luck):
    """Commas, dashes, a line break."""
    number, street, postcode, city = lines(one)
    form = luck.choice(
        ["{0}, {1}, {2} {3}", "{0}, {1} - {2} {3}", "{0} {1}\n{2} {3}", "{0} {1}, {2}, {3}, France", "{0},{1},{2},{3}"]
    )
    return form.format(number, street, postcode, city)


SHORT = {
    "avenue": ("av", "av.", "ave"),
    "boulevard": ("bd", "bld", "boul."),
    "rue": ("r", "r."),
    "place": ("pl", "pl."),
    "chemin": ("ch", "chem.", "che"),
    "allee": ("all", "all."),
    "impasse": ("imp", "imp."),
    "route": ("rte",),
    "square": ("sq",),
    "quai": ("q.", "qu"),
    "residence": ("res", "rés."),
    "passage": ("pas", "pass."),
    "saint": ("st", "st."),
    "sainte": ("ste",),
    "general": ("gal", "gén.", "gl"),
    "docteur": ("dr", "doct"),
    "marechal": ("mal", "mar."),
    "president": ("pdt", "pres."),
    "professeur": ("pr", "prof"),
    "colonel": ("col", "cl"),
    "commandant": ("cdt",),
    "capitaine": ("cap", "cpt"),
    "faubourg": ("fg", "fbg"),
    "notre dame": ("nd",),
    "jean": ("j.",),
}


@kind
def abbreviations(one, luck):
    """Types and titles cut short."""
    words = []
    for place, word in enumerate(one.street.split()):
        short = SHORT.get(fold(word))
        words.append(luck.choice(short) if short and (place == 0 or luck.random() < 0.8) else word)
    street = " ".join(words)
    return told(one, street=street) if street != one.street else None


@kind
def no_postcode(one, luck):
    """The city alone."""
    number, street, _, city = lines(one)
    return f"{number} {street} {city}"


@kind
def wrong_postcode(one, luck):
    """Two digits swapped, one changed, or that of the prefecture."""
    digits = list(one.postcode)
    turn = luck.randrange(3)
    if turn == 0:
        digits[3], digits[2] = digits[2], digits[3]
    elif turn == 1:
        digits[3] = str((int(digits[3]) + luck.randrange(1, 9)) % 10)
    else:
        digits[2:] = "000"
    wrong = "".join(digits)
    return told(replace(one, postcode=wrong)) if wrong != one.postcode else None


@kind
def no_city(one, luck):
    """The postal code alone."""
    number, street, postcode, _ = lines(one)
    return f"{number} {street} {postcode}"


@kind
def cedex(one, luck):
    """A postal code of large mailings."""
    number, street, postcode, city = lines(one)
    special = postcode[:3] + f"{luck.randrange(1, 99):02}"
    if special == postcode:
        return None
    return f"{number} {street} {special} {city.upper()} CEDEX" + luck.choice(["", " 1", " 9"])


@kind
def flat(one, luck):
    """Building, stair, floor, flat: before, or between the two lines."""
    number, street, postcode, city = lines(one)
    letter, door, floor = luck.choice("ABCD"), luck.randrange(1, 120), luck.randrange(1, 9)
    noise = luck.choice(
        [
            f"bat {letter} apt {door}",
            f"Bâtiment {letter}, appartement {door}",
            f"esc {letter} {floor}e étage porte {door}",
            f"escalier {floor}",
            f"apt {door}",
            f"{floor}ème étage gauche",
            f"BAT {letter}{floor} APPT {door}",
            f"Entrée {letter} - Hall {floor}",
        ]
    )
    if luck.random() < 0.5:
        return f"{noise} {number} {street} {postcode} {city}"
    return f"{number} {street} {noise} {postcode} {city}"


@kind
def residence(one, luck):
    """The name of a residence, made up."""
    number, street, postcode, city = lines(one)
    name = luck.choice(["les Mimosas", "le Clos Vert", "Bellerive", "les Hirondelles", "du Vieux Moulin"])
    word = luck.choice(["Résidence", "Rés.", "résidence", "Immeuble", "Foyer"])
    if luck.random() < 0.6:
        return f"{word} {name} {number} {street} {postcode} {city}"
    return f"{number} {street} {word} {name} {postcode} {city}"


@kind
def at_someone(one, luck):
    """Lodged by somebody, plainly made up."""
    who = luck.choice(["M. Untel", "Mme Untel", "M et Mme Exemple", "Mlle Machin", "la famille Untel", "Mr Exemple"])
    return f"{luck.choice(['chez', 'c/o', 'Chez'])} {who} {told(one)}"


@kind
def post_box(one, luck):
    """A box beside the street."""
    number, street, postcode, city = lines(one)
    return f"{number} {street} {luck.choice(['BP', 'B.P.', 'CS', 'bp n°'])} {luck.randrange(10, 999)} {postcode} {city}"


NEIGHBOURS = {
    "a": "zq", "z": "aes", "e": "zrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "om",
    "q": "asw", "s": "qdz", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy", "j": "hku", "k": "jli", "l": "kmo", "m": "lp",
    "w": "qx", "x": "wc", "c": "xv", "v": "cb", "b": "vn", "n": "bh",
}  # fmt: skip
"""Keys that touch on a French keyboard."""


def typo(text, luck):
    """One slip in a word of four letters or more."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= 4 and not any(map(str.isdigit, word))]
    if not places:
        return None
    at = luck.choice(places)
    words[at] = slipped(words[at], luck)
    return " ".join(words)


def slipped(word, luck):
    """Two letters swapped, one dropped, doubled, or taken for its neighbour."""
    at = luck.randrange(len(word) - 1)
    turn = luck.randrange(4)
    if turn == 0 and word[at].lower() != word[at + 1].lower():
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if turn == 1:
        at = max(at, 1)
        return word[:at] + word[at + 1 :]
    if turn == 2:
        return word[: at + 1] + word[at:]
    other = luck.choice(NEIGHBOURS.get(without_accents(word[at]).lower(), "e"))
    return word[:at] + (other.upper() if word[at].isupper() else other) + word[at + 1 :]


@kind
def typo_one(one, luck):
    """One slip, three times in four in the street."""
    if luck.random() < 0.75:
        street = typo(one.street, luck)
        return street and street != one.street and told(one, street=street) or None
    city = typo(one.city, luck)
    return city and city != one.city and told(one, city=city) or None


@kind
def typo_two(one, luck):
    """Two slips."""
    street = typo(one.street, luck)
    if street and luck.random() < 0.6:
        street = typo(street, luck)
        return street and street != one.street and told(one, street=street) or None
    city = typo(one.city, luck)
    return street and city and city != one.city and told(one, street=street, city=city) or None


SOUNDS = [
    ("ph", "f"), ("eau", "o"), ("au", "o"), ("qu", "k"), ("ss", "s"), ("ai", "é"), ("ch", "sh"), ("gu", "g"), ("y", "i"),
    ("th", "t"), ("ll", "l"), ("nn", "n"), ("rr", "r"), ("tt", "t"), ("mm", "m"), ("c", "k"), ("an", "en"), ("h", ""),
    ("en", "an"), ("é", "er"), ("s", "z"), ("ge", "je"), ("f", "ph"), ("o", "au"),
]  # fmt: skip


@kind
def phonetic(one, luck):
    """As one hears it."""
    words = one.street.split(" ")
    places = [at for at, word in enumerate(words) if at and len(word) >= 5]
    if not places:
        return None
    at = luck.choice(places)
    fitting = [(old, new) for old, new in SOUNDS if old in words[at][1:].lower()]
    if not fitting:
        return None
    old, new = luck.choice(fitting[:6])
    words[at] = words[at][0] + re.sub(old, new, words[at][1:].lower(), count=1)
    street = " ".join(words)
    return told(one, street=street) if fold(street) != fold(one.street) else None


@kind
def inverted(one, luck):
    """City, postal code, street, number."""
    number, street, postcode, city = lines(one)
    return f"{city} {postcode} {street} {number}"


@kind
def city_first(one, luck):
    """The city, then the street as usual."""
    number, street, postcode, city = lines(one)
    return luck.choice(["{3} {0} {1}", "{2} {3} {0} {1}", "{2} {3}, {0} {1}"]).format(number, street, postcode, city)


@kind
def old_fashioned(one, luck):
    """`Bondy, rue Carnot 12`."""
    number, street, _, city = lines(one)
    return luck.choice(["{2}, {1} {0}", "{2}, {1}, {0}", "{1} {0}, {2}", "{1} n°{0}, {2}"]).format(number, street, city)


@kind
def glued(one, luck):
    """No space anywhere."""
    number, street, postcode, city = lines(one)
    text = f"{number}{street}{postcode}{city}".replace(" ", "")
    return luck.choice([text, without_accents(text).lower(), re.sub(r"['’-]", "", without_accents(text).lower())])


@kind
def half_glued(one, luck):
    """One space forgotten: after the number, before the postal code or the city."""
    number, street, postcode, city = lines(one)
    if one.repetition:
        return f"{number} {street}{postcode} {city}"
    forms = ["{0}{1} {2} {3}", "{0} {1}{2} {3}", "{0} {1} {2}{3}"]
    return luck.choice(forms).format(number, street, postcode, city)


@kind
def rank_glued(one, luck):
    """`4B`, `4Bis`."""
    if not one.repetition:
        return None
    letter = one.repetition[0].upper()
    return told(one, number=f"{one.number}{luck.choice([letter, letter.lower()])}")


@kind
def rank_forms(one, luck):
    """`12 B`, `12bis`, `12 BIS`, `12-bis`, `12, bis`."""
    if not one.repetition:
        return None
    rank = one.repetition
    form = luck.choice(["{0} {2}", "{0}{1}", "{0} {3}", "{0}-{1}", "{0}{3}", "{0} {1},"])
    return told(one, number=form.format(one.number, rank, rank[0].upper(), rank.upper()))


@kind
def ranges(one, luck):
    """`22-24`: either end is right."""
    if one.repetition:
        return None
    form = luck.choice(["{0}-{1}", "{0}/{1}", "{0} - {1}", "{0} à {1}", "{0} et {1}", "{0}.{1}"])
    return told(one, number=form.format(one.number, one.number + 2))


@kind
def mojibake(one, luck):
    """UTF-8 read as Windows-1252."""
    return broken(told(one))


@kind
def mojibake_twice(one, luck):
    """The same, again."""
    once = broken(told(one))
    return once and broken(once)


@kind
def question_marks(one, luck):
    """An accent that no table knew."""
    text = re.sub(r"[^\x00-\x7f]", luck.choice(["?", "?", "\ufffd", ""]), told(one).replace("’", "'"))
    return text if text != told(one).replace("’", "'") else None


def broken(text):
    """What a program sees that takes UTF-8 for Windows-1252; bytes it lacks are kept as they are."""
    if text.isascii():
        return None
    return "".join(map(as_cp1252, text.encode("utf-8")))


def as_cp1252(byte):
    """One byte, as browsers read it."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@kind
def small_words(one, luck):
    """Without `de`, `du`, `des`, `la`, `l'`."""
    kept = re.sub(r"\b(de|du|des|la|le|les|et|aux|à) |\b[ld]['’]", "", one.street)
    return told(one, street=kept) if kept != one.street and len(kept.split()) > 1 else None


@kind
def no_type(one, luck):
    """The name of the street without its type; `None` where another street of the town bears it (see `rows`)."""
    words = one.street.split()
    return told(one, street=" ".join(words[1:])) if len(words) > 2 else None


@kind
def several(one, luck):
    """Three faults at once, as in a file typed by many hands."""
    street = abbreviated(one, luck)
    street = typo(street, luck) or street
    number, _, postcode, city = lines(one, street=street)
    flat_ = luck.choice(["", f"apt {luck.randrange(1, 90)} ", f"bat {luck.choice('ABC')} ", "chez M. Untel "])
    forms = ["{f}{0} {1} {2} {3}", "{f}{0},{1} {3}", "{2} {3} {f}{0} {1}", "{f}{0} {1} {3} {2}", "{f}{0} {1} {2}"]
    text = luck.choice(forms).format(number, street, postcode, city, f=flat_)
    return luck.choice([without_accents(text).upper(), without_accents(text).lower(), broken(text) or text])


def abbreviated(one, luck):
    """The street, its words cut short."""
    words = [luck.choice(SHORT[fold(word)]) if fold(word) in SHORT else word for word in one.street.split()]
    return " ".join(words)
