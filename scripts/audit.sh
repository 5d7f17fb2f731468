#!/usr/bin/env bash
# Known vulnerabilities and withdrawn versions among the dependencies. Needs the network: github.com for the list of what is known
# about crates, the npm registry for packages.
. "$(dirname "$0")/lib.sh"

failures=()
one() {
    try "$@"
    if ((status != 0)); then failures+=("$1"); fi
}

step "tools" need rust node
one "Rust dependencies" scripts/deny.sh check advisories
for folder in ui tests/browser tests/mail; do
    one "$folder: npm" npm audit --prefix "$folder" --omit=optional
done
if ((${#failures[@]} > 0)); then die "${failures[@]}"; fi
