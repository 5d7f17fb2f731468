#!/usr/bin/env bash
# A client of the national address service, unmodified, against this program: geopy's BANFrance, told another base address.
. "$(dirname "$0")/lib.sh"

install_geopy() {
    local folder=$1
    if cmp --quiet scripts/geopy.txt "$folder/installed.txt"; then return; fi
    rm -rf "$folder"
    "$(python_path)" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --requirement scripts/geopy.txt
    cp scripts/geopy.txt "$folder/installed.txt"
}

end() {
    if [[ -n "${server:-}" ]]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}

folder=$tools/geopy
install_geopy "$folder"

work=$(mktemp -d)
trap end EXIT
"$target/debug/essaim" --data "$work/data" territories import tests/official/*-2026-01-15.* >"$work/log" 2>&1 \
    || die "The addresses were not taken." "$(cat "$work/log")"
"$target/debug/essaim" demo --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
server=$!
until url=$(grep -m 1 '^http://' "$work/out"); do
    kill -0 "$server" 2>/dev/null || die "The demo did not start." "$(cat "$work/log")"
    sleep 0.2
done

"$folder/bin/python" tests/clients/ban_france.py "$url"

kill "$server"
wait "$server" || die "The demo ended with $?." "$(cat "$work/log")"
server=
if grep -q panicked "$work/log"; then die "Something panicked." "$(cat "$work/log")"; fi
