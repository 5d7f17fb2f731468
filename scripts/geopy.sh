#!/usr/bin/env bash
# A client of the national address service, unmodified, against this program: geopy's BANFrance, told another base address.
. "$(dirname "$0")/lib.sh"

python_tool geopy
demo_start
"$tools/geopy/bin/python" tests/clients/ban_france.py "$url"
demo_stop
