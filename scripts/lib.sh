# shellcheck shell=bash
# Shared by the scripts: steps that say their name and time, tools checked before anything starts, and what was skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
# A service or a container may come without one.
export HOME="${HOME:-$(getent passwd "$EUID" | cut -d : -f 6)}"
if ! command -v cargo >/dev/null && [[ -r "$HOME/.cargo/env" ]]; then
    # shellcheck source=/dev/null
    . "$HOME/.cargo/env"
fi
started=$SECONDS
# shellcheck disable=SC2034 # for the scripts
tools=var/tools
# Where cargo puts what it builds.
# shellcheck disable=SC2034 # for the scripts
target=${CARGO_TARGET_DIR:-target}

duration() {
    local seconds=$1
    if ((seconds < 60)); then echo "$seconds s"; else echo "$((seconds / 60)) min $((seconds % 60)) s"; fi
}

say() {
    printf '\n▶ %s  (%s since the start)\n' "$1" "$(duration $((SECONDS - started)))"
}

# try NAME COMMAND…: runs it between two lines that give its name and its time, and leaves its code in `status`.
#
# Never in a condition: there, bash would go on after a command that fails inside a function. So this returns nothing,
# and a command that is a function runs in a shell of its own, which ends at its first failure.
try() {
    local name=$1 since=$SECONDS
    shift
    say "$name"
    set +e
    (set -e; false; exit 2)
    if (($? == 2)); then die "The step « $name » stands in a condition: its failures would pass unseen."; fi
    (set -e; "$@")
    status=$?
    set -e
    if ((status == 0)); then
        printf '✔ %s: %s\n' "$name" "$(duration $((SECONDS - since)))"
    else
        printf '✘ %s: failed after %s\n' "$name" "$(duration $((SECONDS - since)))"
    fi
}

# step NAME COMMAND…: the same, and the script ends where it fails.
step() {
    try "$@"
    if ((status != 0)); then exit "$status"; fi
}

die() {
    printf '\n✘ %s\n' "$@" >&2
    exit 1
}

# at_least WANTED FOUND: compares version numbers.
at_least() {
    [[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]
}

# need TOOL…: checks them all, installs what the system's packages give where it may, and tells at once all that is
# lacking. TOOL: rust, components, node, compiler, postgres, chromium, or dpkg.
need() {
    local tool lacks=() packages=()
    for tool in "$@"; do "lacks_$tool"; done
    if ((${#lacks[@]} == 0 && ${#packages[@]} > 0)) && may_install; then
        install_packages "${packages[@]}"
        packages=()
        for tool in "$@"; do "lacks_$tool"; done
    fi
    if ((${#packages[@]} > 0)); then
        lacks+=("The system lacks ${packages[*]}. Install with: sudo apt-get install ${packages[*]}, or the system's own packages.")
    fi
    if ((${#lacks[@]} > 0)); then die "${lacks[@]}"; fi
}

lacks_rust() {
    local wanted found how="Install it from https://rustup.rs, then open a new terminal and run this again."
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if ! command -v cargo >/dev/null; then
        lacks+=("Rust is missing. $how")
        return
    fi
    found=$(cargo --version | awk '{ print $2 }')
    if at_least "$wanted" "${found:-0}"; then return; fi
    if command -v rustup >/dev/null; then how="Run: rustup update stable"; else how="The system's package is older. $how"; fi
    lacks+=("Rust ${found:-of an unknown version} is too old: $wanted or later is needed. $how")
}

lacks_components() {
    local component missing=() how="Run: rustup component add"
    for component in fmt clippy; do
        if ! cargo "$component" --version >/dev/null 2>&1; then missing+=("${component/fmt/rustfmt}"); fi
    done
    if ((${#missing[@]} == 0)) || ! command -v cargo >/dev/null; then return; fi
    if ! command -v rustup >/dev/null; then how="Install Rust from https://rustup.rs, then run: rustup component add"; fi
    lacks+=("Missing beside cargo: ${missing[*]}. $how ${missing[*]}")
}

lacks_node() {
    local how="Install Node 20 or later: https://nodejs.org/en/download, or apt-get install nodejs npm on Debian 13 and Ubuntu 25.04 or later."
    if ! command -v node >/dev/null; then
        lacks+=("Node is missing. $how")
    elif ! at_least 20 "$(node --version | tr -d v)"; then
        lacks+=("Node $(node --version) is too old. $how")
    elif ! command -v npm >/dev/null; then
        lacks+=("npm is missing. $how")
    fi
}

lacks_compiler() {
    if ! command -v cc >/dev/null; then packages+=(build-essential); fi
}

lacks_dpkg() {
    if ! command -v dpkg-deb >/dev/null; then packages+=(dpkg); fi
}

lacks_chromium() {
    if ! chromium_path >/dev/null; then packages+=(chromium); fi
}

lacks_shellcheck() {
    if ! command -v shellcheck >/dev/null; then packages+=(shellcheck); fi
}

lacks_postgres() {
    if ! postgres_bin >/dev/null; then packages+=(postgresql); fi
    if ! command -v openssl >/dev/null; then packages+=(openssl); fi
}

may_install() {
    command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }
}

install_packages() {
    local as_root=()
    if ((EUID != 0)); then as_root=(sudo -n); fi
    export DEBIAN_FRONTEND=noninteractive
    echo "installing $*"
    local install=("${as_root[@]}" apt-get install -y -q --no-install-recommends "$@")
    "${install[@]}" || { "${as_root[@]}" apt-get update -q && "${install[@]}"; } || die "apt-get could not install: $*"
}

chromium_path() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [[ -n "$name" ]] && command -v "$name"; then return 0; fi
    done
    return 1
}

postgres_bin() {
    local folder
    folder=$(find /usr/lib/postgresql /usr/pgsql* -maxdepth 3 -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1) || true
    if [[ -z "$folder" ]]; then folder=$(dirname "$(command -v initdb || echo /none/initdb)"); fi
    [[ -x "$folder/initdb" ]] && echo "$folder"
}

# A Python that can make a folder of packages of its own.
python_path() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# npm_install FOLDER: only where the lock file is newer than what is installed.
npm_install() {
    local folder=$1
    if [[ ! -e "$folder/node_modules/.package-lock.json" || "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]]; then
        npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
        touch "$folder/node_modules/.package-lock.json"
    fi
}

free_port() {
    node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# python_tool NAME: the packages of scripts/NAME.txt in a folder of their own, where they are not yet.
python_tool() {
    local name=$1 folder=$tools/$1
    if cmp --quiet "scripts/$name.txt" "$folder/installed.txt"; then return; fi
    rm -rf "$folder"
    "$(python_path)" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --requirement "scripts/$name.txt"
    cp "scripts/$name.txt" "$folder/installed.txt"
}

# demo_start: serves the samples and the made-up official files at $url, until demo_stop.
demo_start() {
    work=$(mktemp -d)
    trap demo_end EXIT
    "$target/debug/essaim" --data "$work/data" territories import tests/official/*-2026-01-15.* >"$work/log" 2>&1 \
        || die "The official files were not taken." "$(cat "$work/log")"
    "$target/debug/essaim" demo --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
    server=$!
    # shellcheck disable=SC2034 # for the scripts
    until url=$(grep -m 1 '^http://' "$work/out"); do
        kill -0 "$server" 2>/dev/null || die "The demo did not start." "$(cat "$work/log")"
        sleep 0.2
    done
}

demo_end() {
    if [[ -n "${server:-}" ]]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}

# demo_stop: it must end well, and nothing may have panicked.
demo_stop() {
    kill "$server"
    wait "$server" || die "The demo ended with $?." "$(cat "$work/log")"
    server=
    if grep -q panicked "$work/log"; then die "Something panicked." "$(cat "$work/log")"; fi
}
