#!/usr/bin/env bash
# Takes the pages as they are, with the sample experiences, at three widths: docs/screenshots/.
. "$(dirname "$0")/lib.sh"

need_rust
need_node
need_compiler
need_chromium
step "build" cargo build --locked --bin essaim
step "browser: packages" npm_install tests/browser
step "screenshots" node tests/browser/screenshots.mjs docs/screenshots
