#!/usr/bin/env bash
# Measures Essaim beside its peers on this machine, in one run, and writes bench/README.md. On 2 cores: an hour and a quarter.
#
#   scripts/bench.sh --quick              a few minutes on a small corpus, to try the bench: nothing is written
#   scripts/bench.sh --only addresses     addresses, points and neighbourhoods alone: their section of bench/README.md
#   ESSAIM_BENCH_BINARY=PATH make bench   with a binary at hand, instead of building one
. "$(dirname "$0")/lib.sh"

venv=var/bench/venv
left_out=var/bench/left-out

lacks_python() {
    if ! python_path >/dev/null; then packages+=(python3 python3-venv); fi
}

lacks_wrk() {
    if ! command -v wrk >/dev/null; then packages+=(wrk); fi
}

lacks_groonga() {
    if ! command -v groonga >/dev/null; then packages+=(groonga-bin); fi
}

lacks_pango() {
    if ! "$venv/bin/python" -c 'import weasyprint' 2>/dev/null; then
        packages+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
    fi
}

lacks_redis() {
    if ! command -v redis-server >/dev/null; then packages+=(redis-server); fi
}

# without PEER REASON: what cannot be had is said, here and in the report, and the rest is measured.
without() {
    printf '✘ left out: %s, %s\n' "$1" "$2"
    printf '%s=%s\n' "$1" "$2" >>"$left_out"
}

# python_packages NAME: those of bench/requirements/NAME.txt, at the versions written there.
python_packages() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "bench/requirements/$1.txt"
}

prepare() {
    mkdir -p var/bench
    : >"$left_out"
    if [[ ! -x $venv/bin/python ]]; then "$(python_path)" -m venv "$venv"; fi
}

# peer_packages NAME…: those of each, or without it.
peer_packages() {
    local name
    for name in "$@"; do
        python_packages "$name" || without "$name" "its Python packages could not be installed"
    done
}

peers_of_addresses() {
    peer_packages shapely duckdb addok
    (need redis) || without addok "Redis could not be installed"
}

peers_of_pages() {
    python_packages tools
    peer_packages datasette django weasyprint typst
    (need postgres) || without django "PostgreSQL could not be installed"
    (need groonga) || without groonga "it could not be installed"
    if ! grep -q ^weasyprint= "$left_out"; then (need pango) || without weasyprint "Pango could not be installed"; fi
}

step "tools" need rust node compiler python wrk
step "folders" prepare
if [[ " $* " != *" --only addresses "* ]]; then step "peers of pages" peers_of_pages; fi
step "peers of addresses" peers_of_addresses
if [[ -z "${ESSAIM_BENCH_BINARY:-}" ]]; then
    step "build (the first time: many minutes, dependencies included)" cargo build --release --locked --bin essaim
    ESSAIM_BENCH_BINARY=$target/release/essaim
fi
export ESSAIM_BENCH_BINARY
BENCH_ELAPSED=$((SECONDS - started)) exec "$(python_path)" bench/run.py "$@"
