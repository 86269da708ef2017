# asyncio, rebuilt in C, one chapter at a time. `make help` lists what can be typed.
# The sources of a chapter NN-name and of all before it become NN-name/build/libasyncio.a, its
# program and its examples NN-name/build/NAME. CC, CFLAGS, CPPFLAGS and LDFLAGS are yours to
# set; IMPL=mine takes NN-name/mine/FILE where there is one; V=name builds in build/name.
# PREFIX is where make install puts the library.

CHAPTERS := $(sort $(wildcard 0[1-6]-*))
# The program that a chapter is; the others lie in its examples/.
PROGRAM = $(word $(1),generators task_list server countasync asyncq sync_tour)
DEMO_03 = --demo
DEMO_05 = -p 2 -c 3
SEEN_05 = ASYNCIO_TIMELINE=-
TALK_03 = ; then: 03-nonblocking-server/build/client hello

CFLAGS ?= -O2 -g
FLAGS   = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wno-unused-parameter -pthread \
          $(if $(IMPL),-Wno-unused -Wunused-result -Wno-uninitialized -Wno-array-bounds) $(CFLAGS) $(CPPFLAGS) $(filter-out SELECTOR%,$(SYSTEM)) $(UCONTEXT) -MMD -MP
CMOCKA ?= -lcmocka
PREFIX ?= /usr/local
V      ?= $(IMPL)
EXERCISE ?= exercises/mine

# STEP is a step of a chapter, as 2, or a rung of one, as 2.1.
REFUSED := $(if $(STEP),$(shell sh tests/rungs refuse '$(STEP)' $(MAKECMDGOALS)))
$(if $(REFUSED),$(error $(REFUSED)))
$(if $(and $(IMPL),$(if $(wildcard $(CHAPTERS:%=%/$(IMPL))),,none)),$(error There is no NN-name/$(IMPL)/ \
  $(if $(filter mine,$(IMPL)),yet; make start-01 makes one,: IMPL=mine is your code, and without it ours runs)))
$(foreach f,$(wildcard $(CHAPTERS:%=%/examples/mine.c)),$(error $(f) needs another name: \
  build/mine is the directory in which IMPL=mine builds))
# Beside one of these on the command line, the order matters.
$(if $(filter clean setup start-%,$(MAKECMDGOALS)),$(eval .NOTPARALLEL:))

# What this system wants, and what it lacks: some of the selectors; and ucontext (musl has
# none), without which there is one program less, and a third of another.
SYSTEM   := $(shell $(CC) $(CFLAGS) $(CPPFLAGS) -E -P $(wildcard 0*/machines/flags.h 0*/machines/selectors.h) 2>/dev/null)
LACKS    := $(filter-out $(patsubst SELECTOR(%),selector_%.c,$(SYSTEM)),selector_epoll.c selector_kqueue.c)
HASH     := \#
UCONTEXT := $(shell printf '%s\n' '$(HASH)include <ucontext.h>' 'int main(void) { return getcontext(0); }' | \
	$(CC) -w $(filter-out SELECTOR%,$(SYSTEM)) $(LDFLAGS) -x c -o /dev/null - 2>/dev/null || echo -DNO_UCONTEXT)
LEFT_OUT := $(if $(UCONTEXT),first_generator)
MAKEFLAGS += --no-print-directory -j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || echo 2)
COMPILE    = @mkdir -p $(@D) && echo "  cc  $@" && $(CC) $(FLAGS)
.PHONY: all run test setup install progress parity bench check clean help cmocka force
.SECONDARY:
all:
	@echo "Built$(LEFT_OUT:%=, but for %: this libc has no ucontext). Next: make run$(IMPL:%= IMPL=%)"

# For a chapter's directory, its number, the directory to build in, and its program; what is
# built there lies in $(5). BELOW and OBJECTS have grown by the chapters before. A program in
# examples/ may have the name of one of the sources: gather has.
define rules
$(3)/%.o: $(5)/%.c $(3)/flags
	$$(COMPILE) $$(INCLUDE_$(2)) -MF $$@.d -c $$< -o $$@
# A page that the library has inside: an array of its bytes, for a literal is too short.
$(3)/%.o: $(5)/%.html $(3)/flags
	@mkdir -p $$(@D) && echo "  cc  $$@" && { \
	  echo 'const unsigned char $$(*F)[] = {'; \
	  od -An -v -tx1 $$< | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; \
	  echo '0 };'; } | $$(CC) $$(filter-out -MMD -MP,$$(FLAGS)) -x c -c -o $$@ -
$(3)/%: $(5)/examples/%.c $(3)/libasyncio.a $(3)/flags
	$$(COMPILE) $$(INCLUDE_$(2)) $$< $(3)/libasyncio.a $$(LDFLAGS) -lm -o $$@
endef
define chapter
BELOW      := $(1) $(BELOW)
INCLUDE_$(2) := $(foreach d,$(1) $(BELOW),$(if $(IMPL),-iquote $(d)/$(IMPL) -iquote $(d)/$(IMPL)/examples) -iquote $(d) -iquote $(d)/examples)
NEW        := $(patsubst $(1)/%.c,$(3)/%.o,$(filter-out $(addprefix $(1)/,$(4).c $(LACKS)),$(wildcard $(1)/*.c $(1)/machines/*.c $(1)/instruments/*.c))) \
              $(patsubst $(1)/%.html,$(3)/%.o,$(wildcard $(1)/instruments/*.html))
OBJECTS    := $$(filter-out $$(foreach o,$$(NEW),%/$$(notdir $$(o))),$$(OBJECTS)) $$(NEW)
PROGRAMS_$(2) := $(addprefix $(3)/,$(4) $(filter-out $(LEFT_OUT),$(patsubst $(1)/examples/%.c,%,$(wildcard $(1)/examples/*.c))))
TESTS_$(2)  = $$(patsubst tests/$(1)/%.c,$(3)/tests/%,$$(if $$(STEP),$$(shell sh tests/rungs upto $(1) '$$(STEP)'),$$(sort $$(wildcard tests/$(1)/step*_test.c))))
$(if $(IMPL),$(call rules,$(1),$(2),$(3),$(4),$(1)/$(IMPL)))
$(call rules,$(1),$(2),$(3),$(4),$(1))
$(3)/$(4): $(firstword $(wildcard $(IMPL:%=$(1)/%/$(4).c)) $(1)/$(4).c) $(3)/libasyncio.a $(3)/flags
	$$(COMPILE) $$(INCLUDE_$(2)) $$< $(3)/libasyncio.a $$(LDFLAGS) -lm -o $$@
# A program that misbehaves, one of which she foretells what it prints, and a project of hers.
$(3)/hunts/%: $(1)/hunts/%.c $(3)/libasyncio.a $(3)/flags
	$$(COMPILE) -include tests/line_buffered.h $$(INCLUDE_$(2)) $$< $(3)/libasyncio.a $$(LDFLAGS) -lm -o $$@
$(3)/predictions/%: $(1)/predictions/%.c $(3)/libasyncio.a $(3)/flags
	$$(COMPILE) $$(INCLUDE_$(2)) $$< $(3)/libasyncio.a $$(LDFLAGS) -lm -o $$@
$(3)/projects/%: $(1)/projects/%.c $(3)/libasyncio.a $(3)/flags
	$$(COMPILE) $$(INCLUDE_$(2)) $$< $(3)/libasyncio.a $$(LDFLAGS) -lm -o $$@
$(3)/libasyncio.a: $$(OBJECTS)
	@mkdir -p $$(@D) && rm -f $$@ && $$(AR) rcs $$@ $$^

$(3)/tests/%.o: tests/%.c $(3)/flags | cmocka
	$$(COMPILE) -DPROGRAMS='"$(3)"' -iquote tests $$(filter -I%,$$(CMOCKA)) -MF $$@.d -c $$< -o $$@
$(3)/tests/%: tests/$(1)/%.c $(wildcard tests/*.h tests/*/*.h) $(addprefix $(3)/tests/,testing.o asserts.o patience.o) $(3)/libasyncio.a
	$$(COMPILE) -DPROGRAMS='"$(3)"' -iquote tests $$(INCLUDE_$(2)) $$< $$(filter %.o %.a,$$^) $$(LDFLAGS) -lm $$(CMOCKA) -o $$@
# An exercise: hers, ours, or as it is given.
$(3)/$(EXERCISE)/%: tests/$(1)/exercises/%_test.c $(1)/$(EXERCISE)/%.c $(addprefix $(3)/tests/,testing.o asserts.o patience.o) $(3)/libasyncio.a
	@mkdir -p $$(@D) && echo "  cc  $$@" && $$(CC) $$(filter-out -MMD -MP,$$(FLAGS)) -iquote tests -iquote $(1)/exercises $$(INCLUDE_$(2)) $$(filter %.c %.o %.a,$$^) $$(LDFLAGS) -lm $$(CMOCKA) -o $$@
# With other flags than the last time, or other chapters of hers, everything is built anew.
$(3)/flags: force
	$(if $(filter mine,$(IMPL)),@sh tests/mine look $(1) $(IMPL))
	@mkdir -p $$(@D) && now='$$(CC) $$(FLAGS) $$(LDFLAGS) $(wildcard $(addsuffix /$(IMPL),$(CHAPTERS)))' && { echo "$$$$now" | cmp -s - $$@ || echo "$$$$now" >$$@; }

.PHONY: $(addsuffix -$(2),all run test start give compare bench hunt exercise predict project)
all test: all-$(2)
all-$(2): $$(PROGRAMS_$(2))
run-$(2): all-$(2)
	@$(if $(filter mine,$(IMPL)),sh tests/mine hollow $(1) mine; )ASYNCIO_CLOCK=virtual $$(SEEN_$(2)) $(3)/$(4) $$(DEMO_$(2))
	@echo; echo "On the wall clock: $(3)/$(4)$$(TALK_$(2))    Its tests: make test-$(2)"
test-$(2): all-$(2) $$(TESTS_$(2))
	$(if $(IMPL),@sh tests/mine whose $(1) $(IMPL))
	@$$(if $$(DEBUG),sh tests/debug $$(TESTS_$(2)),$(if $(IMPL),TESTS_LATER="$$$$(sh tests/mine skipped $(1) $(IMPL))" )sh tests/run $$(TESTS_$(2))$(if $(IMPL),; \
	  status=$$$$?; sh tests/mine after $(1) $(IMPL) '$(STEP)' $$$$status; exit $$$$status))
test: $$(TESTS_$(2))
start-$(2):
	@sh tests/start $(1) mine $(or $(STEP),1)
give-$(2) compare-$(2):
	@$(if $(STEP),sh tests/mine $$(@:-$(2)=) $(1) mine '$(STEP)',echo "STEP= is missing: make $$@ STEP=2.1, say"; exit 2)
bench-$(2): all-$(2)
	@+$$(MAKE) -f tests/Makefile $$@
hunt-$(2) exercise-$(2) predict-$(2) project-$(2):
	@sh tests/$$(@:-$(2)=) $$(if $$(filter hunt-% predict-%,$$@),list,try) $(1)
hunt-$(2)-%:
	@LINE='$(LINE)' COPY='$(COPY)' HINT='$(HINT)' sh tests/hunt show $(1) $$*
exercise-$(2)-%:
	@sh tests/exercise try $(1) $$*
predict-$(2)-%:
	@sh tests/predict ask $(1) $$*
project-$(2)-%:
	@sh tests/project try $(1) $$*
endef
$(foreach d,$(CHAPTERS),$(foreach n,$(firstword $(subst -, ,$(d))),$(eval $(call \
	chapter,$(d),$(n),$(d)/build$(V:%=/%),$(call PROGRAM,$(n:0%=%))))))

# In the end it is asyncq, to which all the chapters lead.
run: run-$(firstword $(subst -, ,$(or $(wildcard 05-*),$(lastword $(CHAPTERS)))))
test:
	@sh tests/$(if $(DEBUG),debug,run) $(foreach d,$(CHAPTERS),$(TESTS_$(firstword $(subst -, ,$(d)))))
cmocka: $(filter setup,$(MAKECMDGOALS))
	@sh tests/setup check "$(CC)" "$(CMOCKA)"
setup:
	@sh tests/setup install "$(CC)" "$(CMOCKA)"
# Programs of your own then say #include <asyncio/asyncio.h>; see the README.
install: all
	@sh tests/install $(lastword $(CHAPTERS))/build$(V:%=/%)/libasyncio.a "$(DESTDIR)" "$(PREFIX)" \
	  $(CC) $(filter-out -MMD -MP,$(FLAGS)) $(INCLUDE_06)
progress:
	@sh tests/mine progress mine $(CHAPTERS)
search-06: 06-sync-primitives/build$(V:%=/%)/tests/search_toy; @$<
parity bench check: all
	@+$(MAKE) -f tests/Makefile $@
clean:
	rm -rf $(CHAPTERS:%=%/build) tests/build
help:
	@sed -n 's/^## //p' tests/Makefile

-include $(if $(IMPL),$(shell sh tests/mine gone $(IMPL) $(V)))$(wildcard $(CHAPTERS:%=%/build$(V:%=/%)/*.d) $(CHAPTERS:%=%/build$(V:%=/%)/*/*.d))
