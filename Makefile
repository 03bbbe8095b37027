# bronpost: plain make. `make` builds, `make demo` shows, `make test` proves, `make bench` measures.
#
#   BUILD=DIR             where everything generated goes (default: build)
#   SANITIZER=LIST        address,undefined or thread; goes to its own build folder
#   WERROR=1              warnings are errors (CI)
#   CC=clang              another compiler

VERSION := 0.1.0
CC ?= gcc
CFLAGS ?= -O2 -g
ifdef SANITIZER
BUILD ?= build/$(subst $(comma),-,$(SANITIZER))
endif
BUILD ?= build
comma := ,

PACKAGES := libxml-2.0 libcrypto libssl libcurl xmlsec1-openssl sqlite3
CPPFLAGS_LIBS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -linih -lpthread

# The user's CFLAGS come first; ours on top.
OURS := -std=c17 -D_GNU_SOURCE -Iinclude -MD -MP -pthread \
        -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wundef -Wvla -Wstrict-prototypes \
        -Wmissing-prototypes -Wwrite-strings -Wcast-qual -fno-common -fstack-protector-strong \
        -DBRONPOST_VERSION='"$(VERSION)"'
ifdef SANITIZER
OURS += -fsanitize=$(SANITIZER) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifdef WERROR
OURS += -Werror
endif

# Layers from below; `domain` and `base` are compiled without any library's include path.
PURE    := base domain
STAGES  := input message security ledger transport report
ABOVE   := pipeline
LIB_SRC := $(foreach layer,$(PURE) $(STAGES) $(ABOVE),$(sort $(wildcard src/$(layer)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
LIB_OBJ := $(LIB_SRC:src/%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:src/%.c=$(BUILD)/%.o)
# The report's style and script are files of their own, and part of the program.
LIB_OBJ += $(BUILD)/report/rapport.css.o $(BUILD)/report/rapport.js.o
LIB     := $(BUILD)/libbronpost.a
PROGRAM := $(BUILD)/bronpost
# The second program: DUO in a box.
REH_SRC  := $(sort $(wildcard src/rehearsal/*.c))
REH_OBJ  := $(REH_SRC:src/%.c=$(BUILD)/%.o)
REH_LIBS := $(shell pkg-config --libs libevent libevent_openssl 2>/dev/null) -lm
REHEARSAL := $(BUILD)/bronpost-rehearsal
# The commands without main(), for their tests.
COMMANDS := $(BUILD)/commands.a
LOCALE  := $(BUILD)/locale/nl/LC_MESSAGES/bronpost.mo

TEST_SRC := $(sort $(wildcard tests/*/test_*.c))
TEST_BIN := $(TEST_SRC:tests/%.c=$(BUILD)/tests/%)
# What several tests share: tests/support/*.c
SUPPORT_OBJ := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(sort $(wildcard tests/support/*.c)))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCH_BIN := $(BENCH_SRC:tests/%.c=$(BUILD)/tests/%)

.PHONY: all demo test bench golden layers format clean dependencies fuzz
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAM) $(REHEARSAL) $(LIB) $(LOCALE)

$(BUILD)/base/%.o: src/base/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OURS) -c -o $@ $<

$(BUILD)/domain/%.o: src/domain/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OURS) -c -o $@ $<

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OURS) $(CPPFLAGS_LIBS) -c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OURS) $(CPPFLAGS_LIBS) -Itests -c -o $@ $<

$(BUILD)/report/rapport.%.c: src/report/rapport.% scripts/embed
	@mkdir -p $(@D)
	scripts/embed $< >$@

$(BUILD)/report/rapport.%.o: $(BUILD)/report/rapport.%.c
	$(CC) $(CFLAGS) $(OURS) -c -o $@ $<

$(LIB): $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(COMMANDS): $(filter-out %/main.o,$(CLI_OBJ))
	@rm -f $@
	ar rcs $@ $^

$(PROGRAM): $(CLI_OBJ) $(LIB)
	$(CC) $(CFLAGS) $(OURS) -o $@ $(CLI_OBJ) $(LIB) $(LIBS)

$(REHEARSAL): $(REH_OBJ) $(LIB)
	$(CC) $(CFLAGS) $(OURS) -o $@ $(REH_OBJ) $(LIB) $(LIBS) $(REH_LIBS)

# Each layer keeps the Dutch of its own texts beside its code.
$(LOCALE): $(sort $(wildcard src/*/nl.po))
	@mkdir -p $(@D)
	msgcat --use-first -o $(BUILD)/nl.po $^
	msgfmt --check-format -o $@ $(BUILD)/nl.po

$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(SUPPORT_OBJ) $(LIB)
	$(CC) $(CFLAGS) $(OURS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) -lcmocka

$(BUILD)/tests/rehearsal/%: $(BUILD)/tests/rehearsal/%.o $(SUPPORT_OBJ) $(filter-out %/main.o,$(REH_OBJ)) $(LIB)
	$(CC) $(CFLAGS) $(OURS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) $(REH_LIBS) -lcmocka

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT_OBJ) $(COMMANDS) $(LIB)
	$(CC) $(CFLAGS) $(OURS) -o $@ $(filter %.o,$^) $(COMMANDS) $(LIB) $(LIBS) -lcmocka

dependencies:
	@scripts/install-dependencies

demo: dependencies
	@$(MAKE) --no-print-directory -s all
	@scripts/demo $(PROGRAM)

test: dependencies
	@$(MAKE) --no-print-directory test-run

.PHONY: test-build test-run
test-build: all $(TEST_BIN) layers texts
test-run: test-build
	@scripts/run-tests $(BUILD) $(TEST_BIN)

# One complete `run --submit` against DUO in a box, with the fixture PKI.
.PHONY: rehearsal
rehearsal: dependencies
	@$(MAKE) --no-print-directory -s all
	@scripts/rehearsal $(BUILD)

bench: dependencies
	@$(MAKE) --no-print-directory -s all $(BENCH_BIN)
	@scripts/bench $(BUILD)

# Golden files are rewritten by `make golden UPDATE=1`; the diff is reviewed like code.
golden: test-build
	@BRONPOST_GOLDEN_UPDATE=$(UPDATE) scripts/run-tests $(BUILD) $(filter %/test_golden %/test_leerlabs %/test_check,$(TEST_BIN))

# Every parser under libFuzzer, SECONDS each; what it finds is left in build/fuzz.
SECONDS ?= 60
FUZZ := $(basename $(notdir $(sort $(wildcard tests/fuzz/fuzz_*.c))))
fuzz:
	@scripts/install-dependencies clang libclang-rt-14-dev
	@$(MAKE) --no-print-directory -s BUILD=build/fuzz CC=clang SANITIZER=address,undefined \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' build/fuzz/libbronpost.a
	@scripts/fuzz build/fuzz $(SECONDS) $(FUZZ)

# Dependencies point one way; the compiler's own dependency files are the evidence.
layers: $(LIB_OBJ) $(CLI_OBJ) $(REH_OBJ)
	@scripts/check-layers $(BUILD)

# Every text exists in Dutch.
.PHONY: texts
texts: $(LOCALE)
	@scripts/check-texts $(BUILD)

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
