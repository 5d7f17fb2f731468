#!/usr/bin/env bash
# Builds, loads the sample experiences under var/demo, and serves them until Ctrl-C.
#
#   make demo LISTEN=127.0.0.1:9000     elsewhere than on port 8080
#   make demo DATA=dir                  with the official files of a folder, brought in while it serves
#   make demo FETCH=1                   with those of their publishers (DEPARTEMENTS=51,08: addresses too)
. "$(dirname "$0")/lib.sh"
listen=${LISTEN:-127.0.0.1:8080}

# Told before the build rather than after it.
port_is_free() {
    local host=${listen%:*}
    # shellcheck disable=SC2016 # the inner shell expands them
    if timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "${host//[\[\]]/}" "${listen##*:}" 2>/dev/null; then
        die "$listen is taken by another program. Elsewhere: make demo LISTEN=127.0.0.1:9000"
    fi
}

data_is_there() {
    [[ -d "$DATA" ]] || die "$DATA is no folder. Official files from a folder: make demo DATA=dir"
}

step "tools" need rust node compiler
step "port: $listen" port_is_free
if [[ -n "${DATA:-}" ]]; then step "official files: $DATA" data_is_there; fi
step "build (the first time: several minutes, dependencies included)" cargo build --locked --bin essaim
say "demo, on data under var/demo, until Ctrl-C; the address follows in a few seconds"
demo=("$target/debug/essaim" demo --data var/demo --listen "$listen")
if [[ -z "${DATA:-}${FETCH:-}" ]]; then exec "${demo[@]}"; fi

# In a group of its own, so that it ends with the demo whatever it is at.
set -m
{ scripts/official.sh "$target/debug/essaim" var/demo 2>&1 || echo "not everything came; the demo goes on without"; } \
    | sed -u 's/^/  official files: /' &
loading=$!
set +m
trap 'kill -- "-$loading" 2>/dev/null || true' EXIT
"${demo[@]}"
