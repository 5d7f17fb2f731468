#!/usr/bin/env bash
# The release archive and the Debian package, with their checksums, in dist/.
. "$(dirname "$0")/lib.sh"

step "tools" need rust node compiler dpkg

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
machine=$(uname -m)
architecture=$(dpkg --print-architecture)
# The same commit gives the same archive.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
program=$target/release/essaim
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

third_parties() {
    node scripts/third-parties.mjs >"$work/THIRD-PARTIES.txt"
}

archive() {
    local name=essaim-$version-$machine-linux
    local folder=$work/$name
    mkdir -p "$folder/docs"
    cp "$program" LICENSE README.md README.fr.md CHANGELOG.md SECURITY.md "$folder"
    cp -r deploy "$folder/deploy"
    cp docs/*.md docs/*.toml "$folder/docs"
    cp "$work/THIRD-PARTIES.txt" "$folder"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -c "$name" |
        gzip -n9 >"dist/$name.tar.gz"
}

debian() {
    local root=$work/debian libc
    libc=$(ldd --version | awk 'NR == 1 { print $NF }')
    install -D -m 755 "$program" "$root/usr/bin/essaim"
    install -D -m 644 docs/essaim.example.toml "$root/etc/essaim/essaim.toml"
    install -D -m 644 -t "$root/usr/lib/systemd/system" deploy/essaim.service deploy/essaim-backup.service deploy/essaim-backup.timer
    install -D -m 644 deploy/sysusers.conf "$root/usr/lib/sysusers.d/essaim.conf"
    install -D -m 644 -t "$root/usr/share/doc/essaim" docs/*.md docs/essaim.example.toml
    install -D -m 644 -t "$root/usr/share/doc/essaim" "$work/THIRD-PARTIES.txt"
    gzip -n9 <CHANGELOG.md >"$root/usr/share/doc/essaim/changelog.gz"
    {
        echo "Essaim, under the Apache License 2.0: /usr/share/common-licenses/Apache-2.0"
        echo "Its libraries: THIRD-PARTIES.txt, beside this file."
    } >"$root/usr/share/doc/essaim/copyright"
    install -D -m 755 -t "$root/DEBIAN" deploy/debian/postinst deploy/debian/prerm deploy/debian/postrm
    echo /etc/essaim/essaim.toml >"$root/DEBIAN/conffiles"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@LIBC@/$libc/" \
        -e "s/@SIZE@/$(du -sk "$root" | cut -f 1)/" deploy/debian/control >"$root/DEBIAN/control"
    dpkg-deb --root-owner-group --build "$root" "dist/essaim_${version}_$architecture.deb"
}

checksums() {
    (cd dist && sha256sum -- *.tar.gz *.deb | tee SHA256SUMS)
}

rm -rf dist
mkdir -p dist
step "build" cargo build --release --locked --bin essaim
step "licences of what others wrote" third_parties
step "archive" archive
step "Debian package" debian
step "checksums" checksums
