# Everything starts here:  make demo   make test   make zip   make repository   make train
# Each target sets up what it needs; nothing has to be installed by hand but Python 3.11, git, make.

PYTHON ?= python3
PROMPT ?= a red chair
BPY := 4.2.23 5.0.1

WORKER := .venv/bin/python
BLENDER := .venv-bpy-5.0.1/bin/python
EXTENSION := $(BLENDER) tests/blender/extension_cli.py

.PHONY: demo test lint zip repository train clean

demo: $(WORKER) $(BLENDER)
	mkdir -p demo
	$(WORKER) -m backend generate "$(PROMPT)" -o demo/demo.glb
	$(BLENDER) docs/demo.py "$(PROMPT)" demo
	@echo "Made demo/demo.glb, demo/demo.blend and demo/demo.png"

test: lint $(WORKER) $(BPY:%=.venv-bpy-%/bin/python)
	$(WORKER) -m pytest tests --ignore=tests/blender
	for v in $(BPY); do \
	  MAQUETTE_PYTHON=$(CURDIR)/$(WORKER) .venv-bpy-$$v/bin/python -m pytest tests/blender || exit; \
	done

lint: $(WORKER)
	$(WORKER) -m ruff check .
	$(WORKER) -m ruff format --check .

zip: $(BLENDER)
	mkdir -p build
	$(EXTENSION) validate .
	$(EXTENSION) build --source-dir . --output-dir build

repository: zip
	rm -rf build/repository && mkdir -p build/repository
	cp build/maquette-*.zip build/repository/
	$(EXTENSION) server-generate --repo-dir build/repository --html

train: $(WORKER)
	$(WORKER) -m training

# The worker's environment is made by the product's own installer.
$(WORKER): backend/requirements.txt tests/requirements.txt
	$(PYTHON) -m backend install --folder .venv
	$(WORKER) -m pip install --quiet -r tests/requirements.txt
	touch $@

.venv-bpy-%/bin/python: tests/requirements.txt
	$(PYTHON) -m venv .venv-bpy-$*
	$@ -m pip install --quiet bpy==$* -r tests/requirements.txt
	touch $@

clean:
	rm -rf .venv .venv-bpy-* build demo
