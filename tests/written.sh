# written.sh, read by tests/exercise and tests/project, after practice.sh: what a reader begins, writes
# and tries. CHAPTER/KINDs has it as it is given, mine/ below that what she writes, and solutions/
# ours. The script that reads this has set kind, and defines build and run, which take whose it is: . (as
# given), mine or solutions.
mine=$chapter/${kind}s/mine
if ! [ -d "$chapter/${kind}s" ]; then
	echo "$chapter has no ${kind}s. These have: $(ls -d 0*/"${kind}s" | sed 's|/.*||' | paste -sd ' ' -)."
	exit 2
fi

names() {
	names_in "${kind}s"
}
begun() {
	for name in $(names); do [ ! -f "$mine/$name.c" ] || echo "$name"; done
}
list() {
	for name in $(names); do
		[ -f "$mine/$name.c" ] && mark=begun || mark=''
		printf '%-20s %-6s %s\n' "$name" "$mark" "$(story "$chapter/${kind}s/$name.c")"
	done
	echo "To begin one, and to try it: make $kind-$number-NAME; all that are begun: make $kind-$number"
}
try_one() {
	if ! [ -f "$mine/$name.c" ]; then
		known "$kind" "${kind}s"
		mkdir -p "$mine" && cp "$chapter/${kind}s/$name.c" "$mine/$name.c" || return 2
		echo "$mine/$name.c is yours to fill in; its first comment says what is wanted."
	fi
	rm -f "$built/${kind}s/mine/$name"    # compiled anew, it is warned of anew
	build mine || { echo "$name: it does not compile."; return 1; }
	complaints "$tmp/built" >"$tmp/warned"
	[ ! -s "$tmp/warned" ] || { echo "$name: it compiles, but the compiler warns:"; cat "$tmp/warned"; }
	run mine && result=solved || result="not solved yet"
	cat "$tmp/run"
	echo "$name: $result."
	[ "$result" = solved ] && echo "Ours: $chapter/${kind}s/solutions/$name.c"
}
try() {
	[ -z "$name" ] || { try_one; return; }
	[ -n "$(begun)" ] || { list; return; }
	failed=0
	for name in $(begun); do try_one || failed=1; done
	return $failed
}
solved() {
	wanted=$name
	for name in $(begun); do
		[ -z "$wanted" ] || [ "$name" = "$wanted" ] || continue
		build mine >/dev/null && run mine && echo "$name"
	done
	return 0
}
# What a solution's first comment lacks: a paragraph of why, and of a longer one another way.
unexplained() {
	awk -v what="$kind $name of $chapter: our solution" '
		NR == 1 { comment = /^\/\*/ }
		comment { why = why " " $0; if (/\*\//) comment = 0 }
		END {
			gsub(/[ *\/]+/, " ", why)
			if (split(why, words, " ") < 30)
				print what " does not begin with a paragraph of why"
			if (NR > 60 && why !~ /(nother|other|second|shorter) way/)
				print what " is longer than 60 lines, and names no other way"
		}' "$chapter/${kind}s/solutions/$name.c"
}
check_one() {    # what no test may print with what is given
	if ! build .; then
		echo "$kind $name of $chapter: as given it does not compile"
		failed=1
	elif run . || ! grep -q 'rror: Failure!' "$tmp/run" || grep -q "$1" "$tmp/run"; then
		echo "$kind $name of $chapter: as given it does not fail by an assertion"
		cat "$tmp/run"
		failed=1
	fi
	build solutions && run solutions || {
		echo "$kind $name of $chapter: our solution does not pass"
		cat "$tmp/run"
		failed=1
	}
	unexplained >"$tmp/lacks"
	grep -qE "^##+ $name (★)+\$" "$chapter"/*.md || echo "$kind $name of $chapter: no page has a paragraph of it" >>"$tmp/lacks"
	[ ! -s "$tmp/lacks" ] || { cat "$tmp/lacks"; failed=1; }
}
check() {    # how many there are at least, what no test may print with what is given
	failed=0 all=0 wanted=$name
	for name in ${name:-$(names)}; do
		all=$((all + 1))
		check_one "$2"
	done
	[ "$all" -ge "$1" ] || [ -n "$wanted" ] || { echo "$chapter has $all ${kind}s, and not at least $1"; failed=1; }
	return $failed
}
