#!/usr/bin/env python3
"""The bench of the geocoder, part by part, without anything but Python.

bench/geocode.py quality --binary PATH [--kinds clean,typo_one,tester] [--sample 500] [--size small]
"""

import argparse
from pathlib import Path

from geocoding import quality
from geocoding.ground import FOLDER, SIZES


def main():
    """Reads the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True)
    part = parts.add_parser("quality", help="Essaim's answers by kind of noise, and geocoder-tester's")
    part.add_argument("--binary", type=Path, required=True, help="the program `essaim`")
    part.add_argument("--kinds", default="all", help="kinds of noise and `tester`, separated by commas")
    part.add_argument("--sample", type=int, default=500, help="rows of each kind")
    part.add_argument("--every", type=int, default=1, help="one query of geocoder-tester out of so many")
    part.add_argument("--size", choices=SIZES, default="small", help="of the ground")
    part.add_argument("--data", type=Path, help="where the addresses are imported")
    part.add_argument("--keep", action="store_true", help="ask the addresses at hand, whichever program imported them")
    part.add_argument("--failing", type=Path, default=FOLDER / "failing.csv", help="where the rows that fail go")
    part.set_defaults(run=quality.quick)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
