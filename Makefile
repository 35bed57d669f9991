# The two commands to know: `make site`, then `make serve`. `make help` lists the others.
# Works from any folder name, spaces included: every path below is relative.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PY := .venv/bin/python
USINE := .venv/bin/usine
PIP := $(PY) -m pip --disable-pip-version-check --no-input -q
COMPILE := $(PY) -m uv pip compile -q --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url

# Two processes. A file of fast tests stays in one: what it shares is made once.
TWO_BY_FILE := -n 2 --dist loadfile
TWO_BY_TEST := -n 2 --dist worksteal

.PHONY: acts components screenshots help site serve test test-slow lint bench lock tools clean

help: ## Say what can be asked
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

site: .venv/.base ## Build the site of every commune of tenants/
	@$(USINE) build; code=$$?; \
	if [ $$code -le 1 ]; then \
		echo; echo "The sites are in build/<commune>/public. To visit them: make serve"; \
	fi; \
	exit $$(( code == 1 ? 0 : code ))

serve: .venv/.base ## Visit the sites: http://<commune>.localhost:8000/
	@$(USINE) serve

test: .venv/.dev tools ## Run the tests but the slow ones (ARGS="..." goes to pytest)
	@$(PY) -m pytest -m "not slow" $(TWO_BY_FILE) $(ARGS)

test-slow: .venv/.dev tools ## Run the slow tests
	@$(PY) -m pytest -m slow $(TWO_BY_TEST) $(ARGS)

lint: .venv/.dev ## Check style, types and which room imports which
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

bench: .venv/.base ## Measure against Hugo (ARGS="--quick" for a short run)
	@$(PY) -m benchmarks.run $(ARGS)

lock: .venv/.dev ## Renew locks/ from pyproject.toml
	@$(PIP) install uv
	@$(COMPILE) pyproject.toml -o locks/base.txt
	@$(COMPILE) --group build -o locks/build.txt
	@$(COMPILE) pyproject.toml --all-extras --group build --group lint --group test \
		-c locks/base.txt -c locks/build.txt -o locks/dev.txt

components: .venv/.dev ## Show every component of the theme on one page (build/composants/)
	@$(PY) -m docs.components

acts: .venv/.base ## Show an act replaced and one withdrawn (build/.actes/)
	@$(PY) -m docs.acts

screenshots: .venv/.dev tools ## Take the documentation's screenshots again (after `make site`)
	@$(PY) -m docs.screenshots

tools: ## Install what the tests need beside Python: browser, nginx, HTML checker
	@bash tests/systeme.sh

clean: ## Remove the environment; the sites in build/ stay
	@rm -rf .venv tests/outils/node_modules benchmarks/.cache

# -- the environment ---------------------------------------------------------------------------
# Each stamp says that what stands behind it is installed; a second run costs nothing.

$(PY):
	@bash tests/systeme.sh python
	@python=$$(bash tests/systeme.sh which-python) && \
		{ "$$python" -m venv .venv || { rm -rf .venv; exit 1; }; }

.venv/.base: locks/base.txt locks/build.txt pyproject.toml | $(PY)
	@echo "Installing the factory in .venv …"
	@$(PIP) install --require-hashes -r locks/base.txt -r locks/build.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/.dev: .venv/.base locks/dev.txt
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@
