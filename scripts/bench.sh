#!/usr/bin/env bash
# Measures Essaim beside its peers on this machine, in one run, and writes bench/README.md. On 2 cores: 45 minutes at most.
#
#   scripts/bench.sh --quick              a few minutes on a small corpus, to try the bench: nothing is written
#   ESSAIM_BENCH_BINARY=PATH make bench   with a binary at hand, instead of building one
. "$(dirname "$0")/lib.sh"

venv=var/bench/venv
left_out=()

need_python() {
    local how="Install it from your system's packages: apt-get install python3 python3-venv."
    command -v python3 >/dev/null || die "Python 3 is missing. $how"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "$(python3 --version) is too old: 3.11 or later is needed."
    python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
}

need_wrk() {
    command -v wrk >/dev/null || need_packages wrk
    command -v wrk >/dev/null || die "wrk was not found after its installation."
}

# without NAME REASON: a peer that cannot be had is said, and the rest is measured.
without() {
    printf '✘ left out: %s, %s\n' "$1" "$2" >&2
    left_out+=("$1=$2")
}

peers() {
    local name
    [[ -x $venv/bin/python ]] || python3 -m venv "$venv"
    python_packages tools || die "pypdf could not be installed in $venv."
    for name in datasette django weasyprint typst; do
        python_packages $name || without $name "its Python packages could not be installed"
    done
    # WeasyPrint finds Pango when it is loaded.
    if ! "$venv/bin/python" -c 'import weasyprint' 2>/dev/null; then
        (need_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0) && "$venv/bin/python" -c 'import weasyprint' 2>/dev/null ||
            without weasyprint "Pango is missing"
    fi
    (need_postgres) || without django "PostgreSQL could not be installed"
    command -v groonga >/dev/null || (need_packages groonga-bin) || without groonga "it could not be installed"
}

# python_packages NAME: those of bench/requirements/NAME.txt, at the versions written there.
python_packages() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "bench/requirements/$1.txt"
}

need_rust
need_node
need_compiler
need_python
need_wrk
step "peers" peers
if [[ -z "${ESSAIM_BENCH_BINARY:-}" ]]; then
    step "build (the first time: many minutes, dependencies included)" cargo build --release --locked --bin essaim
fi
BENCH_ELAPSED=$((SECONDS - started)) BENCH_LEFT_OUT=$(printf '%s\n' "${left_out[@]}") exec python3 bench/run.py "$@"
