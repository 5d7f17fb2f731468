"""Prints a folder of sources with PyPI's typst, once: `print_typst.py FOLDER PDF` says how many seconds that took.

A process for one book: Typst keeps what it computed, so that a second one would come too easily.
"""

import sys
import time
from pathlib import Path

import typst

folder, target = map(Path, sys.argv[1:])
since = time.perf_counter()
bytes_ = typst.compile(
    folder / "main.typ", root=folder, font_paths=[folder / "fonts"], ignore_system_fonts=True, pdf_standards="ua-1"
)
took = time.perf_counter() - since
target.write_bytes(bytes_)
print(took)
