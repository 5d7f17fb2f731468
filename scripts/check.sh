#!/usr/bin/env bash
# The quick check before a commit: format, lints, tests on SQLite.
. "$(dirname "$0")/lib.sh"
unset ESSAIM_TEST_POSTGRES

step "tools" need rust components node compiler
step "format" cargo fmt --all --check
step "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
step "tests on SQLite" cargo test --workspace --locked --lib --bins
printf '\nAll is well, in %s.\n' "$(duration $((SECONDS - started)))"
