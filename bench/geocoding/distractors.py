"""Addresses that are nobody's answer: the names of the ground's streets elsewhere, and near spellings beside them.

None is written exactly as another street of its commune, nor as any query of the ground asks: an engine that reads well
can always tell. The name of a street never goes to a commune that shares its postal code or its name.
"""

import re
from collections import defaultdict

from .addresses import Address, Axis, chance, plausible_numbers
from .places import communes
from .text import fold

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TYPES = {"rue": ("Avenue", "Allée", "Impasse"), "avenue": ("Rue", "Boulevard", "Allée"), "allee": ("Rue", "Impasse")}
OTHERS = ("Rue", "Chemin", "Place")
SPELLINGS = 4
"""Near spellings beside each street."""


class Distractors:
    """Made from the streets of the ground."""

    def __init__(self, streets, asked, endings):
        """`streets`: pairs of commune's code and name. What queries say, folded, which no distractor may: `asked`, all
        of it by commune; `endings`, what follows the name of a street.
        """
        self.streets = sorted(set(streets))
        self.taken = defaultdict(set)
        for code, name in self.streets:
            self.taken[code].add(fold(name))
        self.asked, self.endings = asked, endings
        official = communes()
        self.codes = sorted(official.by_code)
        # The larger a town, the more streets it has; the ground is spread over thousands of them all the same.
        self.weights = [(official.by_code[code].population + 200) ** 0.5 for code in self.codes]

    def near(self, homes=None):
        """Beside each street, or each of some communes, spellings close to its own."""
        for code, name in self.streets:
            if homes and code not in homes:
                continue
            commune = communes().by_code[code]
            for turn in range(SPELLINGS):
                luck = chance("near", code, name, turn)
                other = misspelt(name, luck, turn)
                if other and self._take(commune, other):
                    yield from numbered(commune, other, "near", commune.postcodes[0])

    def elsewhere(self, count):
        """The same names in other communes, until there are as many addresses as asked."""
        names = sorted({name for _, name in self.streets})
        homes = defaultdict(set)
        for code, name in self.streets:
            homes[fold(name)].add(code)
        made, turn = 0, 0
        while made < count:
            luck = chance("elsewhere", turn)
            for name, code in zip(names, luck.choices(self.codes, self.weights, k=len(names)), strict=True):
                commune = communes().by_code[code]
                if self._confused(commune, fold(name), homes[fold(name)]) or not self._take(commune, written(name)):
                    continue
                for one in numbered(commune, written(name), "elsewhere", luck.choice(commune.postcodes)):
                    yield one
                    made += 1
            turn += 1

    def _take(self, commune, name):
        """Whether a name is still free in a commune, which it then no longer is."""
        folded = fold(name)
        if folded in self.taken[commune.code] or folded in self.asked.get(commune.code, ""):
            return False
        self.taken[commune.code].add(folded)
        return True

    def _confused(self, commune, street, homes):
        """Whether a query could mean this commune as well as the true one."""
        if any(
            f" {fold(name)} " in said for said in self.endings.get(street, ()) for name in {commune.name, commune.city}
        ):
            return True
        for code in homes:
            home = communes().by_code[code]
            if fold(home.city) == fold(commune.city) or set(home.postcodes) & set(commune.postcodes):
                return True
        return False


def written(name):
    """As a base of addresses would write it: Metz's are in capitals at home only."""
    return name.title() if name.isupper() else name


def numbered(commune, name, source, postcode):
    """The numbers of one made-up street."""
    axis = Axis(commune, name)
    for number in plausible_numbers(chance("numbers", commune.code, name)):
        lon, lat = axis.at(number)
        yield Address(number, "", name, postcode, commune.code, commune.name, lon, lat, source)


def misspelt(name, luck, turn):
    """Another type, one letter changed, dropped or doubled in the longest word."""
    words = written(name).split()
    if turn == 0:
        kind = fold(words[0])
        return " ".join([luck.choice(TYPES.get(kind, OTHERS)), *words[1:]]) if len(words) > 1 else None
    place = max(range(len(words)), key=lambda at: (len(words[at]) if at or len(words) == 1 else 0, at))
    word = words[place]
    if len(word) < 4:
        return None
    at = luck.randrange(1, len(word) - 1)
    letter = luck.choice(LETTERS)
    words[place] = {
        1: word[:at] + letter + word[at + 1 :],
        2: word[:at] + word[at + 1 :],
        3: word[:at] + word[at] + word[at:],
    }[turn]
    return re.sub(r"\s+", " ", " ".join(words))
