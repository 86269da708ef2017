# practice.sh, read by tests/hunt, tests/exercise and tests/predict: what they have in common.
unset MAKEFLAGS MFLAGS MAKELEVEL STEP
command=$1 chapter=$2 name=$3 number=${2%%-*}
v=${V:-$IMPL} built=$chapter/build${v:+/$v}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# The programs of a directory of the chapter, by name.
names_in() {    # directory
	ls "$chapter/$1"/*.c 2>/dev/null | sed 's|.*/||; s|\.c$||'
}
known() {    # what it is, its directory
	[ -f "$chapter/$2/$name.c" ] && return
	echo "$chapter has no $1 $name: there are $(names_in "$2" | paste -sd ' ' -)."
	exit 2
}
# The first sentence of a file's first comment.
story() {    # file
	awk 'NR == 1 { sub(/^\/\* [^ ]* - /, "") } { sub(/^ \* ?/, ""); text = text " " $0 }
		/\. |\.$|\*\// { sub(/ *\*\/.*/, "", text); sub(/\. .*/, ".", text); print substr(text, 2); exit }' "$1"
}
within() {    # seconds, command...
	seconds=$1
	shift
	"$@" &
	pid=$!
	{ sleep "$seconds" && kill "$pid" && sleep 1 && kill -9 "$pid"; } >/dev/null 2>&1 &
	dog=$!
	wait "$pid" 2>/dev/null
	ended=$?
	kill "$dog" 2>/dev/null
	return "$ended"
}
# within, and a line behind what the command has printed, if it has not ended by itself.
told_within() {    # seconds, command...
	within "$@"
	ended=$?
	case $ended in
	137 | 143) echo "(It does not end by itself: it was stopped.)" ;;
	13[1-9]) echo "(It crashes.)" ;;
	esac
	return "$ended"
}
# What make has said, but for what it has compiled.
complaints() {    # file...
	cat "$@" 2>/dev/null | grep -v '^  cc ' | head -n 20
}
