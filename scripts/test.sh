#!/usr/bin/env bash
# Everything. Goes on after a failure, so that one run tells all; ends with what was skipped and the totals.
#
# SKIP="postgres browser api" leaves out what a machine cannot do; it is said at the end.
. "$(dirname "$0")/lib.sh"

passed=0 failed=0 skipped=0
skips=() failures=()
logs=$(mktemp -d)

tidy() {
    scripts/postgres.sh stop
    rm -rf "$logs"
}
trap tidy EXIT

# one NAME COMMAND…: a check that either holds or not.
one() {
    try "$@"
    if ((status == 0)); then passed=$((passed + 1)); else
        failed=$((failed + 1))
        failures+=("$1")
    fi
}

# many NAME COMMAND…: a test runner, whose own count is added.
many() {
    local log=$logs/$((passed + failed)).log counts
    try "$1" logged "$log" "${@:2}"
    counts=$(node scripts/counts.mjs "$log") || counts="0 0 0"
    read -r p f s <<<"$counts"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    while IFS= read -r line; do skips+=("$line"); done < <(node scripts/counts.mjs --skipped "$log")
    if ((status != 0)); then
        failures+=("$1")
        # A runner that could not even start has no count of its own.
        if ((f == 0)); then failed=$((failed + 1)); fi
    elif ((p == 0)); then
        failures+=("$1: no test ran")
        failed=$((failed + 1))
    fi
}

logged() {
    local log=$1
    shift
    "$@" 2>&1 | tee "$log"
}

skip() {
    skips+=("$1: $2")
    skipped=$((skipped + 1))
}

# wanted WORD WHAT: whether SKIP leaves it in.
wanted() {
    if [[ " ${SKIP:-} " == *" $1 "* ]]; then
        skip "$2" "left out by SKIP"
        return 1
    fi
}

postgres='' browser='' api='' needed=(rust components node compiler)
if wanted postgres "tests on PostgreSQL"; then postgres=yes needed+=(postgres); fi
if wanted browser "browser tests and accessibility"; then browser=yes needed+=(chromium); fi
if wanted api "the API against its description"; then
    if python_path >/dev/null; then api=yes; else
        skip "the API against its description" "needs Python 3.11 or later with venv (apt-get install python3-venv)"
    fi
fi
if may_install; then needed+=(shellcheck); fi
step "tools" need "${needed[@]}"
if [[ -n "$postgres" ]]; then
    start_postgres() { scripts/postgres.sh start >"$logs/postgres"; }
    step "PostgreSQL: a cluster for the tests" start_postgres
    # shellcheck source=/dev/null
    . "$logs/postgres"
fi

one "format" cargo fmt --all --check
one "floors: no crate knows its own floor or one above" bash -c 'set -o pipefail; cargo metadata --no-deps --format-version 1 | node scripts/floors.mjs'
one "features: nothing is built twice" scripts/features.sh
if command -v shellcheck >/dev/null; then
    one "scripts: shellcheck" shellcheck scripts/*.sh
else
    skip "scripts: shellcheck" "is not installed (apt-get install shellcheck)"
fi
one "licences, bans, sources" scripts/deny.sh --log-level error check licenses bans sources
one "licences: npm packages" node scripts/third-parties.mjs --check
if [[ -e ui/package-lock.json ]]; then
    one "interface: packages" npm_install ui
    one "interface: build" npm run --prefix ui --silent build
    one "interface: types" npm run --prefix ui --silent check
    many "interface: tests" npm test --prefix ui --silent
fi
one "mail server for the tests: packages" npm_install tests/mail
# Without it, the tests that need it fail rather than be left out.
export ESSAIM_TEST_MAIL=yes
# The tests come before the lints: both need most of the same dependencies, and a broken test matters more.
many "Rust tests, on SQLite${postgres:+ and PostgreSQL}" cargo test --workspace --locked --no-fail-fast
if [[ -n "$postgres" ]]; then
    # The program beside the bank: the features of its dependencies, which are then not built again.
    many "pages, on PostgreSQL" env ESSAIM_TEST_DATABASE=postgres \
        cargo test --package essaim-bank --package essaim --locked --lib pages::
fi
if [[ -n "$api" ]]; then
    one "API: schemathesis" scripts/schemathesis.sh
    one "API: a client of the national address service" scripts/geopy.sh
fi
one "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
if [[ -n "$browser" ]]; then
    export CHROMIUM
    CHROMIUM=$(chromium_path)
    one "browser: packages" npm_install tests/browser
    many "browser: journeys and accessibility" npm test --prefix tests/browser --silent
fi

printf '\nIn %s.\n' "$(duration $((SECONDS - started)))"
if ((${#skips[@]} == 0)); then
    echo "Nothing was skipped."
else
    echo "Skipped:"
    printf '  %s\n' "${skips[@]}"
fi
if ((${#failures[@]} > 0)); then
    echo "Failed:"
    printf '  %s\n' "${failures[@]}"
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
