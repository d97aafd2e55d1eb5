# The two commands of the README are `make demo` and `make test`.
SHELL := /bin/bash
PY := .venv/bin/python
# Without a screen the desk is shown on a virtual one.
SCREEN := $(if $(DISPLAY)$(WAYLAND_DISPLAY),,xvfb-run -a -s "-screen 0 1920x1080x24")

WIDE := $(if $(DISPLAY)$(WAYLAND_DISPLAY),,xvfb-run -a -s "-screen 0 2560x1080x24")

.PHONY: demo demo-two test test-browser lint bench faults fuzz mass network soak shots installer update-package test-installer setup setup-test setup-bench clean

demo: setup ## install what is missing, then open the desk with the training caller
	@$(if $(SCREEN),echo "No screen found: the desk opens on a virtual one (Xvfb).",true)
	$(SCREEN) .venv/bin/batola-desk demo $(ARGS)

demo-two: setup-two ## two desks, a PostgreSQL of their own and one training caller that rings both
	@$(if $(WIDE),echo "No screen found: the desks open on a virtual one (Xvfb).",true)
	@$(WIDE) .venv/bin/batola-desk demo-two $(ARGS)

test: setup-test ## install what is missing, then run every test
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(ARGS)

lint: setup-test ## static checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) tools/check_house.py
	@set -o pipefail; $(PY) -m pytest --collect-only -q | tail -1

bench: setup-test setup-bench ## budgets, printed as a table
	$(PY) tools/bench.py $(ARGS)

network: setup-test ## thousands of simulated telephone networks by seed
	$(PY) -m tools.sip_network $(ARGS)

fuzz: setup-test ## a million hostile datagrams and streams against a line with a live call
	$(PY) -m tools.fuzz_line $(ARGS)

faults: setup-test ## desks and a PostgreSQL that are killed, over lines that break, by seed: SECS=60 SEED=1
	$(PY) -m tools.room_faults --secs $(or $(SECS),60) --seed $(or $(SEED),1) $(ARGS)

soak: setup-test ## hours of calls while everything around the line breaks
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.soak $(ARGS)

mass: setup-test ## a mass event at two desks of a real room, ten times as fast, and the count afterwards
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.mass_event $(ARGS)

shots: setup-test ## PNG pictures of every main view into shots/
	QT_QPA_PLATFORM=offscreen $(PY) tools/shots.py $(ARGS)

installer: ## the Windows installer: dist/BatolaDesk-<version>-x64.exe
	@tools/setup_system.sh installer
	@tools/setup_python.sh demo
	$(PY) -m installer.build $(ARGS)

update-package: setup-test ## a signed update: ARGS="key kunci.pem", then ARGS="sign dist/… --key kunci.pem --out …"
	$(PY) -m tools.update_package $(ARGS)

test-browser: setup-test ## the callers' page in a real browser: fetches chromium (113 MB)
	@tools/setup_system.sh browser
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/ui/test_link_browser.py $(ARGS)

test-installer: setup-test ## build the installer and try it on machines under Wine; ten minutes
	@tools/setup_system.sh test-installer
	@tools/setup_python.sh test
	BATOLA_INSTALLER_TESTS=1 $(PY) -m pytest tests/installer $(ARGS)

setup:
	@tools/setup_system.sh demo
	@tools/setup_python.sh demo

setup-two:
	@tools/setup_system.sh demo-two
	@tools/setup_python.sh demo

setup-test:
	@tools/setup_system.sh test
	@tools/setup_python.sh test

setup-bench:
	@tools/setup_system.sh bench
	@tools/setup_python.sh bench

clean:
	rm -rf build dist shots *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
