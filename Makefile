# Each command sets up what it needs first, and does nothing twice.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SERVE ?= 1
# Tests run side by side, each file as a whole in one process with a database, a folder and a browser of its own.
WORKERS ?= 2
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# What a database can get wrong, run again on PostgreSQL. Pages that are the same there, and browsers, are not; journeys have both.
ON_POSTGRES := tests/attacks/test_audit_tampering.py \
	$(addprefix tests/web/people/test_,accounts.py audit.py invitations.py lock_out.py organisations.py own_data.py sign_in.py) \
	$(addprefix tests/web/publishing/test_,accountability.py conflict.py consultations.py drafts.py edits.py privacy_of_publishing.py \
		published.py races.py register_entries.py reviews.py upgrade.py) \
	$(addprefix tests/web/coproduction/test_,capture.py decisions.py interest.py payments.py payments_races.py privacy_of_coproduction.py privacy_of_letters.py \
		privacy_through_pages.py retention.py selection.py workshops.py workshops_papers.py) \
	$(addprefix tests/web/overview/test_,packages.py registers.py search.py workspace.py)

.PHONY: demo test check fix bench docs screenshots serve lock vendor translations campaign help

help:    ## what each command does
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

demo:    ## the main job on NHS England's published figures: table, charts, board page (SERVE=0: and stop)
	@$(PYTHON) tools/set_up.py demo
	@$(BIN)/levelground demo $(if $(filter 0,$(SERVE)),--no-serve,--serve)

serve:   ## the pages of the last demo, on this machine only
	@$(PYTHON) tools/set_up.py demo
	@$(BIN)/levelground serve

test:    ## everything that must hold: make check, then every test, and those of the database on PostgreSQL too
	@$(PYTHON) tools/set_up.py test --system
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) --ignore=tests/architecture
	@$(BIN)/python tools/temporary_postgres.py $(BIN)/python -m pytest -q $(SIDE_BY_SIDE) $(ON_POSTGRES)

check:   ## the one meaning of "clean": format, lint, types, import contracts, architecture, generated files current
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config importlinter.toml --no-cache
	@$(BIN)/djlint --quiet --check --lint src
	@$(BIN)/python -m pytest -q tests/architecture

fix:     ## format, and mend what can be mended by itself
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/ruff format --quiet . ; $(BIN)/ruff check --fix --quiet . ; $(BIN)/djlint --quiet --reformat src ; true

bench:   ## speed and memory, both sides in one go
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m benchmarks

campaign: ## a long run of generated cases, its record to docs/campaigns: NAME=upgrade, edits, interest, coverage or detection
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python tools/campaign.py $(NAME)

docs:    ## write the generated reference pages and schemas again
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python tools/write_reference.py
	@$(BIN)/python tools/write_tutorials.py
	@$(BIN)/python tools/write_validation.py

translations: ## bring the files of other languages in step with the pages
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python tools/translations.py

screenshots: ## take the pictures of the main pages again, to docs/screenshots (needs Chromium)
	@$(PYTHON) tools/set_up.py test --system
	@$(BIN)/python -m tools.take_screenshots

lock:    ## write the locks again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-annotate --custom-compile-command "make lock" --python-version 3.11 --extra web pyproject.toml requirements/build.in -o requirements/demo.txt
	uv pip compile --quiet --universal --generate-hashes --no-annotate --custom-compile-command "make lock" --python-version 3.11 --extra web --extra postgres --extra models --extra test -c requirements/demo.txt pyproject.toml requirements/build.in -o requirements/test.txt

vendor:  ## fetch the files of the design system again (needs npm)
	$(PYTHON) tools/vendor.py
