#!/usr/bin/env bash
# At a release: keeps a small database of this schema, which every later `make test` upgrades.
. "$(dirname "$0")/lib.sh"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
kept=crates/essaim/tests/schemas/$version.db.gz
[[ ! -e $kept || ${1:-} == --again ]] || die "$kept is kept already: a released schema does not change."
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
cargo build --locked --quiet --bin essaim
target/debug/essaim migrate --data "$data"
for slug in $(find kits -mindepth 1 -maxdepth 1 -type d | sort | head -n 3); do
    mkdir -p "$data/files" && cp -r "$slug" "$data/files"
done
cp kits/organisations.toml "$data/files"
target/debug/essaim import --data "$data" "$data/files"
mkdir -p "$(dirname "$kept")"
gzip -9n <"$data/essaim.db" >"$kept"
echo "$kept"
