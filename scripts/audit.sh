#!/usr/bin/env bash
# Known vulnerabilities and withdrawn versions among the dependencies. Needs the network.
. "$(dirname "$0")/lib.sh"

step "tools" need rust node
step "Rust dependencies" scripts/deny.sh check advisories
for folder in ui tests/browser; do
    if [[ -e $folder/package-lock.json ]]; then step "$folder: npm" npm audit --prefix "$folder" --omit=optional; fi
done
