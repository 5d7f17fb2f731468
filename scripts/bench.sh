#!/usr/bin/env bash
# Measures, as ratios, with the peers beside; the result is bench/README.md.
. "$(dirname "$0")/lib.sh"

need_rust
need_node
need_compiler
need_postgres
exec bench/run.sh "$@"
