# make, make run, make test, make clean: the chapter in whose directory
# this is, alone, with the rules of the whole.
N := $(firstword $(subst -, ,$(lastword $(subst /, ,$(CURDIR)))))

.PHONY: all run test start give compare bench clean
all run test start give compare bench:
	@$(MAKE) --no-print-directory -C .. $@-$N
clean:
	rm -rf build
