# Everything a contributor or an operator asks for, by one word. Each target is a script: `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench dist audit screenshots

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build, load the sample data under var/demo, serve on http://127.0.0.1:8080 (elsewhere: LISTEN=127.0.0.1:9000; with official files: DATA=dir or FETCH=1)
	@scripts/demo.sh

test: ## Everything: format, lints, tests on both databases, API, browser, accessibility, licences (without: SKIP="postgres browser api")
	@scripts/test.sh

check: ## The quick part of it: format, lints, unit tests on SQLite
	@scripts/check.sh

bench: ## Speed, beside Datasette, Django, Groonga, WeasyPrint and Typst; written to bench/README.md (45 minutes on 2 cores)
	@scripts/bench.sh

dist: ## The release archive and the Debian package, in dist/
	@scripts/dist.sh

audit: ## Known vulnerabilities of the dependencies (needs the network)
	@scripts/audit.sh

screenshots: ## The pages as they are, in docs/screenshots/
	@scripts/screenshots.sh
