# What can be done here?
#
#   make review AREA=KEN    the review of Kenya, from the figures that come along
#   make test               every check: tests, style, types, architecture
#   make bench              every performance goal, as a figure
#   make docs               the documentation, into site/
#   make embeddings         what compares meanings, too: 130 MB more
#
# Only Python 3.11 or newer and make are needed; uv is used when it is there.

VENV ?= .venv
export VENV PYTHON

bin := $(VENV)/bin
runtime := $(VENV)/.runtime
development := $(VENV)/.development
documentation := $(VENV)/.documentation
meaning := $(VENV)/.meaning

AREA ?=
LANGUAGE ?= en
OUTPUT ?= reviews/$(AREA)
BASE ?=
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help review test lint format bench docs embeddings lock clean

help: ## say what can be done here
	@sed -n '3,9s/^# \{0,1\}//p' Makefile

review: $(runtime) ## AREA=code or name; OUTPUT=folder LANGUAGE=en BASE=folder
	@if [ -z "$(AREA)" ]; then \
		echo 'Name a country, region or group: make review AREA=KEN' >&2; \
		echo 'or: make review AREA="Eastern Africa"' >&2; \
		exit 2; \
	fi
	@$(bin)/migrascope review "$(AREA)" --output "$(OUTPUT)" --lang "$(LANGUAGE)" \
		$(if $(BASE),--base "$(BASE)")

# Every check runs even when an earlier one fails: one run tells all there is to do.
test: $(development)
	@status=0; \
	$(bin)/ruff check || status=1; \
	$(bin)/ruff format --check || status=1; \
	$(bin)/mypy || status=1; \
	$(bin)/lint-imports || status=1; \
	$(bin)/pytest -n $(WORKERS) --dist loadgroup || status=1; \
	exit $$status

lint: $(development)
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy
	@$(bin)/lint-imports

format: $(development)
	@$(bin)/ruff check --fix
	@$(bin)/ruff format

bench: $(development)
	@for benchmark in $$(grep -l __main__ benchmarks/*.py); do \
		echo "== $$benchmark"; \
		$(bin)/python "$$benchmark" || exit 1; \
	done

docs: $(documentation)
	@$(bin)/zensical build --clean

embeddings: $(meaning)

# Needs uv. The locks name packages and hashes only, never where they were found.
compile := uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE)

lock: ## UPGRADE=--upgrade takes the newest versions
	$(compile) --group build pyproject.toml --output-file requirements.lock
	$(compile) --group build --group dev --constraints requirements.lock \
		pyproject.toml --output-file requirements-dev.lock
	$(compile) --group docs --constraints requirements-dev.lock \
		--output-file requirements-docs.lock
	$(compile) --group embeddings --constraints requirements-dev.lock \
		--output-file requirements-embeddings.lock

clean:
	rm -rf $(VENV) site reviews .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp says "these packages are in"; it is as old as the lock that it was made of.
$(runtime): requirements.lock pyproject.toml tools/bootstrap
	@tools/bootstrap runtime
	@touch $@

$(development): requirements-dev.lock pyproject.toml tools/bootstrap
	@tools/bootstrap development
	@touch $@ $(runtime)

$(documentation): requirements-docs.lock $(development)
	@tools/bootstrap docs
	@touch $@

$(meaning): requirements-embeddings.lock $(runtime)
	@tools/bootstrap embeddings
	@touch $@
