"""Prints a page of HTML with WeasyPrint, once: `print_weasyprint.py HTML PDF` says how many seconds that took."""

import logging
import sys
import time
from pathlib import Path

import weasyprint

logging.getLogger("weasyprint").setLevel(logging.ERROR)
page, target = sys.argv[1:]
since = time.perf_counter()
bytes_ = weasyprint.HTML(filename=page).write_pdf(pdf_variant="pdf/ua-1")
took = time.perf_counter() - since
Path(target).write_bytes(bytes_)
print(took)
