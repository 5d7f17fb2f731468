#!/usr/bin/env bash
# Builds, loads the sample experiences under var/demo, and serves them until Ctrl-C.
# make demo LISTEN=127.0.0.1:9000: elsewhere than on port 8080.
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

step "tools" need rust node compiler
step "port: $listen" port_is_free
step "build (the first time: several minutes, dependencies included)" cargo build --locked --bin essaim
say "demo, on data under var/demo, until Ctrl-C; the address follows in a few seconds"
exec "$target/debug/essaim" demo --data var/demo --listen "$listen"
