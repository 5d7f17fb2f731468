#!/usr/bin/env bash
# Brings official files into a bank's folder: those of a folder of this machine, or those of their publishers.
#
#   scripts/official.sh PROGRAM BANK          DATA=dir: every official file found there; FETCH=1: what publishers offer,
#                                             addresses too where DEPARTEMENTS=51,08 names their départements
. "$(dirname "$0")/lib.sh"
program=$1 bank=$2

# Files of other kinds stand beside: they are counted, and left where they are. Of one layer on one day the last is kept:
# the largest file, which is the whole where others are extracts, comes last.
from_folder() {
    local file left=0 found=0
    while IFS=' ' read -r -d '' _ file; do
        if "$program" territories import "$file" --data "$bank" 2>/dev/null; then found=$((found + 1)); else left=$((left + 1)); fi
    done < <(find -L "$DATA" -type f -regextype posix-extended -regex '.*\.(geojson|topojson|json|csv|zip)(\.gz)?' -printf '%s %p\0' | sort -zn)
    echo "$found files of $DATA brought in, $left left out"
}

if [[ -n "${DATA:-}" ]]; then from_folder; fi
if [[ -n "${FETCH:-}" ]]; then
    "$program" territories fetch --yes --data "$bank" ${DEPARTEMENTS:+--departements "$DEPARTEMENTS"}
fi
