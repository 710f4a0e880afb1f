# traincost: PGXS makefile
#
#   make && sudo make install && make installcheck    on a server of your own
#   make demo                                         the main report, on a private throw-away server
#   make psql                                         a place to type, on a private throw-away server
#   make test                                         every test, on a private throw-away server
#   make test-all                                     the same on every server to be had here, see tools/test-all
#   make fuzz                                         random input for formulas, functions and types, see test/fuzz

EXTENSION = traincost
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)

MODULE_big = traincost
SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
OBJS = $(SOURCES:.c=.o)
PG_CPPFLAGS = -I$(srcdir)/src -DTC_VERSION='"$(EXTVERSION)"'
# the same bits on every machine: no fused multiply-add, no -march, no -ffast-math
# and on 32-bit x86 none of the 80-bit registers, whose results round twice
PG_CFLAGS = -ffp-contract=off -fvisibility=hidden -std=gnu11 -Wno-declaration-after-statement \
	$(if $(filter i%86,$(host_cpu)),-msse2 -mfpmath=sse)

# the install script: the parts of sql/order, with data/*.tsv as rows and comments
BASE_SCRIPT = sql/$(EXTENSION)--$(EXTVERSION).sql
PARTS := sql/order $(sort $(filter-out sql/$(EXTENSION)--%,$(wildcard sql/*.sql sql/*/*.sql sql/arguments/*)))
FACTS := $(sort $(wildcard data/*.tsv))
# until 1.0 every older version is made anew by the same script
UPDATE_SCRIPTS = $(patsubst %,sql/$(EXTENSION)--%--$(EXTVERSION).sql,0.1.0)
DATA = $(BASE_SCRIPT) $(UPDATE_SCRIPTS)
EXTRA_CLEAN = $(BASE_SCRIPT) $(UPDATE_SCRIPTS) src/estimate/inputs.h src/estimate/columns.h build/report

REGRESS = $(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
SERVER_HEADERS := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)

# these two set up what is missing and call make again, so they need no PGXS
PRIVATE = demo psql check reference test test-all fuzz bench dist
ifneq ($(filter $(PRIVATE),$(MAKECMDGOALS)),)
.PHONY: $(PRIVATE)
demo:
	@sh tools/setup
	@sh tools/demo
check:
	@sh tools/setup
	@sh tools/check $(TEST)
reference:
	@sh tools/setup
	@sh tools/reference
psql:
	@sh tools/setup
	@sh tools/psql
test:
	@sh tools/setup test
	@sh tools/test
test-all:
	@bash tools/test-all
fuzz:
	@sh tools/setup server-tests
	@bash test/fuzz/run
bench:
	@sh tools/setup
	@sh bench/run
dist:
	@sh tools/dist $(EXTENSION)-$(EXTVERSION)
else

ifeq ($(wildcard $(SERVER_HEADERS)/postgres.h),)
$(error postgres.h not found: install the server's development package (Debian, Ubuntu: postgresql-server-dev-15, or the major of your server; Fedora: postgresql-server-devel), or name the right pg_config with PG_CONFIG=/path/to/pg_config)
endif

# Debian's 13 ships no pg_isolation_regress
ISOLATION := $(if $(wildcard $(dir $(PGXS))../test/isolation/pg_isolation_regress),$(sort $(patsubst test/specs/%.spec,%,$(wildcard test/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test --outputdir=.

include $(PGXS)

all: $(BASE_SCRIPT) $(UPDATE_SCRIPTS)

# what the lists of the house make; inspectable, never edited
LISTS = src/estimate/inputs.h src/estimate/columns.h
src/estimate/inputs.h: src/estimate/inputs.def tools/inputs.awk data/assumption.tsv
	LC_ALL=C awk -v product=header -f tools/inputs.awk data/assumption.tsv $< >$@.new
	mv $@.new $@
src/estimate/columns.h: src/estimate/columns.def tools/columns.awk
	LC_ALL=C awk -v product=header -f tools/columns.awk $< >$@.new
	mv $@.new $@

# draws two numbers at a time
src/formula/uncertainty.o: CFLAGS += $(CFLAGS_VECTORIZE)

# PGXS tracks no headers
$(OBJS) $(OBJS:.o=.bc): $(LISTS) $(wildcard src/*.h src/*/*.h src/*/*.def) $(EXTENSION).control

$(BASE_SCRIPT): $(PARTS) $(FACTS) $(wildcard src/estimate/*.def) $(wildcard tools/*.awk) tools/join_sql $(EXTENSION).control
	sh tools/join_sql > $@.new
	mv $@.new $@

$(UPDATE_SCRIPTS): $(BASE_SCRIPT)
	sh tools/join_sql update > $@.new
	mv $@.new $@

# a build that no warning passes; for the tests, since other compilers warn of other things.
# The server's own headers and flags may be made for gcc.
STRICT = -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	$(if $(findstring clang,$(CC)),-Wno-ignored-attributes -Wno-ignored-optimization-argument -Wno-unknown-warning-option)
.PHONY: strict
strict:
	$(MAKE) all PROFILE=-Werror COPT='$(STRICT)'

install: report-install
.PHONY: report-install
report-install:
	@echo "traincost $(EXTVERSION) for $(VERSION) goes to $(DESTDIR)$(pkglibdir) and $(DESTDIR)$(datadir)/extension"

endif
