# make demo    build netsim and show alias round robin, with netsim's own dig and the real one
# make test    everything: format, documents, fuzzing, topologies, unit tests, recorded scenarios, the kernel
# make check   the fast part of it: format, build, unit tests
# make bench   the benchmarks beside their peers
# make format  put the sources in the house's form
# make install copy the release binary, man page and completions under PREFIX

SHELL := /bin/bash
PREFIX ?= /usr/local
BUILD := .build/release
RELEASE := -c release --static-swift-stdlib
SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: all build demo test check format lint unit bench install clean

all: build

build:
	@scripts/need build
	@swift build $(RELEASE) --product netsim
	@swift build $(RELEASE) --product netsim-engine

demo: build
	@scripts/need demo
	@topologies/alias-round-robin.sh $(BUILD)/netsim

test: 
	@scripts/need test
	@scripts/test

check: lint unit

format:
	@swift format --in-place --parallel --recursive $(SOURCES)

lint:
	@scripts/need test
	@scripts/house check
	@swift format lint --strict --parallel --recursive $(SOURCES)

unit:
	@scripts/need test
	@swift test

bench:
	@Benchmarks/run

install: build
	install -D $(BUILD)/netsim $(DESTDIR)$(PREFIX)/bin/netsim
	install -D $(BUILD)/netsim-engine $(DESTDIR)$(PREFIX)/bin/netsim-engine
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	$(BUILD)/netsim man > $(DESTDIR)$(PREFIX)/share/man/man1/netsim.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(BUILD)/netsim completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/netsim
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	$(BUILD)/netsim completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_netsim
	install -d $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BUILD)/netsim completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/netsim.fish

clean:
	rm -rf .build .build-fuzz
