#!/usr/bin/env bash
# Takes the pages as they are, with the sample experiences, at three widths: docs/screenshots/.
. "$(dirname "$0")/lib.sh"

step "tools" need rust node compiler chromium
CHROMIUM=$(chromium_path)
export CHROMIUM
step "build" cargo build --locked --bin essaim
step "browser: packages" npm_install tests/browser
step "screenshots" node tests/browser/screenshots.mjs docs/screenshots
