# make help says what there is.
PORT ?= 8080
ADDRESS ?= 127.0.0.1
SCRATCH := .cache

.DEFAULT_GOAL := help
.PHONY: help run test bench fuzz format lint photographs clean

help: ## says what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## installs what is missing, builds, and starts the demonstration on http://localhost:8080 (PORT=9000 make run)
	@scripts/prepare run
	@echo "Building (the first time a quarter of an hour on two cores, then under a minute)."
	@swift build -c release --product terreau
	@exec .build/release/terreau demo --port $(PORT) --address $(ADDRESS)

test: ## installs what is missing, then every test: format, suites on both databases, fuzzing, browser
	@scripts/prepare test
	@scripts/test

bench: ## measures against references in the same run and writes docs/performance.md
	@scripts/prepare bench
	@swift build -c release --product terreau
	@swift build -c release --product measures
	@.cache/venv/bin/python bench/bench.py

fuzz: ## feeds the parsers with nonsense for an hour
	@scripts/fuzz 3600

format: ## formats the code
	@swift format --in-place --recursive Sources Tests bench Package.swift

lint: ## says what format would change
	@swift format lint --strict --recursive Sources Tests bench Package.swift

photographs: ## takes the guide's photographs anew
	@scripts/prepare test
	@swift build
	@PHOTOGRAPHS=1 .cache/venv/bin/python Tests/Browser/browser_tests.py
	@command -v pngquant >/dev/null || { echo "pngquant would make them a third as heavy (apt-get install pngquant)"; exit 0; }; \
	find docs/guide/images -name '*.png' -exec pngquant --force --skip-if-larger --ext .png --quality 70-95 {} + || true

clean: ## forgets what was built and installed here
	@rm -rf .build $(SCRATCH)
