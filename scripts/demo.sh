#!/usr/bin/env bash
# Builds, loads the sample experiences under var/demo, and serves them until Ctrl-C.
# LISTEN=127.0.0.1:9000 make demo: elsewhere than on port 8080.
. "$(dirname "$0")/lib.sh"

need_rust
need_node
need_compiler
step "build (the first time: several minutes, dependencies included)" cargo build --locked --bin essaim
printf '\n▶ demo, on data under var/demo; the address follows\n'
exec target/debug/essaim demo --data var/demo --listen "${LISTEN:-127.0.0.1:8080}"
