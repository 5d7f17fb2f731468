#!/usr/bin/env bash
# The API against its own description: Schemathesis asks a demo server for what its OpenAPI allows and forbids, always the
# same requests, and refuses an answer that the description does not announce.
. "$(dirname "$0")/lib.sh"

# Left out: positive_data_acceptance, as a well-formed territory that does not exist is refused and no schema can list those
# that do; negative_data_rejection, as an empty value, which forms send, is as good as none.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
checks+=,response_schema_conformance,unsupported_method

install_schemathesis() {
    local folder=$1
    if cmp --quiet scripts/schemathesis.txt "$folder/installed.txt"; then return; fi
    rm -rf "$folder"
    "$(python_path)" -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --requirement scripts/schemathesis.txt
    cp scripts/schemathesis.txt "$folder/installed.txt"
}

end() {
    if [[ -n "${server:-}" ]]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}

folder=$tools/schemathesis
install_schemathesis "$folder"
st=$PWD/$folder/bin/st

work=$(mktemp -d)
trap end EXIT
"$target/debug/essaim" --data "$work/data" territories import tests/official/*-2026-01-15.* >"$work/log" 2>&1 \
    || die "The official files were not taken." "$(cat "$work/log")"
ESSAIM_LIMITS_FILES_PER_MINUTE=0 "$target/debug/essaim" demo --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
server=$!
until url=$(grep -m 1 '^http://' "$work/out"); do
    kill -0 "$server" 2>/dev/null || die "The demo did not start." "$(cat "$work/log")"
    sleep 0.2
done

# It keeps what it learnt beside it: each run begins anew.
(cd "$work" && "$st" run "$url/api/v1/openapi.json" --checks "$checks" --max-examples 100 --seed 1 --generation-database none)

kill "$server"
wait "$server" || die "The demo ended with $?." "$(cat "$work/log")"
server=
if grep -q panicked "$work/log"; then die "Something panicked." "$(cat "$work/log")"; fi
