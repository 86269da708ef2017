# make, make run, make test, make clean: the chapter in whose directory
# this is, alone, with the rules of the whole.
N := $(firstword $(subst -, ,$(lastword $(subst /, ,$(CURDIR)))))

.PHONY: all run test start give compare bench hunt exercise predict clean
all run test start give compare bench hunt exercise predict:
	@$(MAKE) --no-print-directory -C .. $@-$N
clean:
	rm -rf build
