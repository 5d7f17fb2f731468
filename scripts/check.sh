#!/usr/bin/env bash
# The quick check before a commit: format, lints, tests on SQLite.
. "$(dirname "$0")/lib.sh"

need_rust
need_rust_components
need_node
need_compiler
unset ESSAIM_TEST_POSTGRES

step "format" cargo fmt --all --check
step "lints" cargo clippy --quiet --workspace --all-targets --locked -- -D warnings
step "tests on SQLite" cargo test --quiet --workspace --locked --lib --bins
printf '\nAll is well, in %s.\n' "$(duration $((SECONDS - started)))"
