"""How near texts are: by slips of the hand."""

from collections import defaultdict

SHARED = 0.3
"""Of the trigrams of a name, those that another one shares before the two may be taken for each other."""


def within(name, text):
    """The fewest slips (a letter more, less, other; two swapped) between a name and some part of a text."""
    before, row = [], [0] * (len(text) + 1)
    for line, letter in enumerate(name, 1):
        before, former, row = row, before, [line]
        for place, other in enumerate(text, 1):
            best = min(before[place - 1] + (letter != other), before[place] + 1, row[place - 1] + 1)
            if line > 1 and place > 1 and letter == text[place - 2] and name[line - 2] == other and letter != other:
                best = min(best, former[place - 2] + 1)
            row.append(best)
    return min(row)


class Neighbours:
    """Names, and those among them that look alike."""

    def __init__(self, names):
        self.names, self.holding, self.known = sorted(set(names)), defaultdict(set), {}
        for place, name in enumerate(self.names):
            for part in trigrams(name):
                self.holding[part].add(place)

    def near(self, own):
        """Those that share enough of a name, without itself."""
        if own not in self.known:
            counted = defaultdict(int)
            parts = trigrams(own)
            for part in parts:
                for place in self.holding[part]:
                    counted[place] += 1
            close = (self.names[place] for place, count in counted.items() if count >= SHARED * len(parts))
            self.known[own] = [name for name in close if name != own]
        return self.known[own]


def trigrams(name):
    """Every three letters that follow each other, the ends included."""
    padded = f"  {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
