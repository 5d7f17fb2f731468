"""Adds the spaces and hyphens of French typography that Atkinson Hyperlegible Next lacks, in place.

    pip install fonttools && python narrow_space.py AtkinsonHyperlegibleNext_*.ttf

Without them every « ? » falls back to another font for its narrow space: slower to set, and not as narrow as it should be.
The family's licence (SIL OFL 1.1, no reserved name) allows it; nothing else is changed.
"""

import sys

from fontTools.ttLib import TTFont

NARROW_NO_BREAK_SPACE, ZERO_WIDTH_SPACE, SOFT_HYPHEN, NO_BREAK_HYPHEN = 0x202F, 0x200B, 0xAD, 0x2011

for path in sys.argv[1:]:
    font = TTFont(path, recalcTimestamp=False)
    names = font.getBestCmap()
    glyphs, metrics = font["glyf"], font["hmtx"]
    for code, width in ((NARROW_NO_BREAK_SPACE, font["head"].unitsPerEm // 6), (ZERO_WIDTH_SPACE, 0)):
        if code not in names:
            name = f"uni{code:04X}"
            empty = type(glyphs[names[0x20]])()
            empty.numberOfContours = 0
            glyphs[name] = empty
            metrics[name] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.setdefault(NARROW_NO_BREAK_SPACE, f"uni{NARROW_NO_BREAK_SPACE:04X}")
            table.cmap.setdefault(ZERO_WIDTH_SPACE, f"uni{ZERO_WIDTH_SPACE:04X}")
            table.cmap.setdefault(SOFT_HYPHEN, names[ord("-")])
            table.cmap.setdefault(NO_BREAK_HYPHEN, names[ord("-")])
    font.save(path)
