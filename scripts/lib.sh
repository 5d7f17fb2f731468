# shellcheck shell=bash
# Shared by the scripts: steps that say their name and time, tools checked before anything starts, and what was skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
started=$SECONDS
tools=var/tools/bin

duration() {
    local seconds=$1
    if ((seconds < 60)); then echo "$seconds s"; else echo "$((seconds / 60)) min $((seconds % 60)) s"; fi
}

# step NAME COMMAND…: runs it between two lines that give its name and its time.
step() {
    local name=$1 since=$SECONDS status=0
    shift
    printf '\n▶ %s  (%s since the start)\n' "$name" "$(duration $((SECONDS - started)))"
    "$@" || status=$?
    if ((status == 0)); then
        printf '✔ %s: %s\n' "$name" "$(duration $((SECONDS - since)))"
    else
        printf '✘ %s: failed after %s\n' "$name" "$(duration $((SECONDS - since)))"
    fi
    return $status
}

die() {
    printf '\n✘ %s\n' "$@" >&2
    exit 1
}

# at_least WANTED FOUND: compares version numbers.
at_least() {
    [[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]
}

need_rust() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if ! command -v cargo >/dev/null && [[ -r "$HOME/.cargo/env" ]]; then
        # shellcheck source=/dev/null
        . "$HOME/.cargo/env"
    fi
    command -v cargo >/dev/null ||
        die "Rust is missing. Install it from https://rustup.rs, then open a new terminal and run this again."
    found=$(cargo --version | awk '{ print $2 }')
    at_least "$wanted" "$found" || die "Rust $found is too old: $wanted or later is needed. Run: rustup update stable"
}

need_rust_components() {
    local component
    for component in fmt clippy; do
        cargo "$component" --version >/dev/null 2>&1 ||
            die "cargo $component is missing. Run: rustup component add rustfmt clippy"
    done
}

need_node() {
    local how="Install Node 20 or later: https://nodejs.org/en/download, or apt-get install nodejs npm on Debian 13 and Ubuntu 25.04 or later."
    command -v node >/dev/null || die "Node is missing. $how"
    at_least 20 "$(node --version | tr -d v)" || die "Node $(node --version) is too old. $how"
    command -v npm >/dev/null || die "npm is missing. $how"
}

# need_packages PACKAGE…: installs what the system lacks where it may, and otherwise says what to install.
need_packages() {
    local as_root=()
    if ((EUID != 0)); then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            die "The system lacks: $*" "Install with: sudo apt-get install $*"
        fi
    fi
    command -v apt-get >/dev/null || die "The system lacks: $* — install it with the system's package manager."
    export DEBIAN_FRONTEND=noninteractive
    local install=("${as_root[@]}" apt-get install -y -q --no-install-recommends "$@")
    "${install[@]}" || { "${as_root[@]}" apt-get update -q && "${install[@]}"; } ||
        die "apt-get could not install: $*"
}

need_compiler() {
    command -v cc >/dev/null || need_packages build-essential
    command -v make >/dev/null || need_packages make
}

chromium_path() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [[ -n "$name" ]] && command -v "$name"; then return 0; fi
    done
    return 1
}

need_chromium() {
    chromium_path >/dev/null || need_packages chromium
    CHROMIUM=$(chromium_path) || die "No Chromium was found. Set CHROMIUM to the path of one."
    export CHROMIUM
}

postgres_bin() {
    local folder
    folder=$(find /usr/lib/postgresql /usr/pgsql* -maxdepth 3 -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
    [[ -n "$folder" ]] || folder=$(dirname "$(command -v initdb)" 2>/dev/null) || return 1
    [[ -x "$folder/initdb" ]] && echo "$folder"
}

need_postgres() {
    postgres_bin >/dev/null || need_packages postgresql
    postgres_bin >/dev/null || die "PostgreSQL's initdb was not found."
}

# npm_install FOLDER: only where the lock file is newer than what is installed.
npm_install() {
    local folder=$1
    if [[ ! -e "$folder/node_modules/.package-lock.json" || "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]]; then
        npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error &&
            touch "$folder/node_modules/.package-lock.json"
    fi
}

free_port() {
    node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}
