#!/usr/bin/env bash
# The program and each run of the tests ask every crate for the same features; otherwise each would build them again.
. "$(dirname "$0")/lib.sh"

# resolved OPTION…: the crates of a selection, each with its version and its features.
resolved() {
    cargo tree --locked --prefix none --format '{p} [{f}]' "$@" | sed "s/ (\*)\$//" | sort -u
}

program=$(resolved --package essaim --edges normal,build)
for selection in "--workspace" "--package essaim-bank --package essaim"; do
    read -ra options <<<"$selection"
    tests=$(resolved "${options[@]}" --edges normal,build,dev)
    others=$(comm -23 <(echo "$program") <(echo "$tests"))
    [[ -z "$others" ]] || die "With other features in cargo test $selection than in the program:" "$others"
done
echo "$(wc -l <<<"$program") crates, built once"
