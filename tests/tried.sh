# tried.sh, read by tests/reader and tests/workbook: commands that a reader types, in a copy of the
# first two chapters.
unset MAKEFLAGS MFLAGS MAKELEVEL TESTS_SUM TESTS_QUIET TEST STEP
copy=$(mktemp -d) failed=0
trap 'rm -rf "$copy"' EXIT
git ls-files Makefile README.md tests 01-generators 02-task-list-loop | tar cf - -T - | tar xf - -C "$copy"
cd "$copy" || exit 1

says() {    # what is expected, status, command...: a pattern that its output has
	pattern=$1 expected=$2
	shift 2
	said=$("$@" 2>&1)
	status=$?
	echo "$said" | grep -q -- "$pattern" && [ "$status" -eq "$expected" ] && return
	echo "$*: status $status, and not $expected; or there is no line that matches '$pattern' in:"
	echo "$said" | sed 's/^/    /'
	failed=1
}
