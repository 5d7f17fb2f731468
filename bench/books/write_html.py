"""Writes the data of a book as a page of HTML beside it: `write_html.py FOLDER` makes FOLDER/index.html."""

import json
import shutil
import sys
from pathlib import Path

import jinja2

here, folder = Path(__file__).parent, Path(sys.argv[1])
templates = jinja2.Environment(loader=jinja2.FileSystemLoader(here), autoescape=True, undefined=jinja2.StrictUndefined)
page = templates.get_template("book.html").render(json.loads((folder / "data.json").read_text(encoding="utf-8")))
(folder / "index.html").write_text(page, encoding="utf-8")
shutil.copy(here / "book.css", folder)
