# awk [-v mine=DIRECTORY] -f bodies.awk -f functions.awk PAGE... FILE...: a line for each function of
# the files, its fields divided by tabs: the chapter's file, the name, the rung ("" when it is given),
# "optional" or "main", "shown" or "asked", the lines of code in its body, the numbers of the lines
# with its braces, "empty" or "written", what it does when it is empty, what it calls, and its body,
# with a blank for each row of blanks.
function until(signature,    body) {
	body = emptied(signature)
	gsub(/[\t\n;]/, "", body)
	sub(/return/, "returns", body)
	return body == "" ? "does nothing" : body
}
inside && /^[{]/ {
	printf "%s:%d: %s has no } in the first column\n", FILENAME, opened, name >"/dev/stderr"
	body = ""
}
inside && /^}/ {
	inside = 0
	file = original(FILENAME)
	state = body == emptied(signature) ? "empty" : "written"
	gsub(/[ \t\n]+/, " ", body)
	printf "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n", file, name, rung,
		optional ? "optional" : "main",
		divided && ((place(file), name) in shown) ? "shown" : "asked", lines, opened, FNR,
		state, until(signature), calls, body
	signature = ""
	next
}
inside {
	body = body $0 "\n"
	text = code($0)
	if (text ~ /[^ \t]/)
		lines++
	gsub(/"[^"]*"/, "", text)
	while (match(text, /[a-zA-Z_0-9]+\(/)) {
		word = substr(text, RSTART, RLENGTH - 1)
		text = substr(text, RSTART + RLENGTH)
		if (index(calls " ", " " word " ") == 0)
			calls = calls " " word
	}
	next
}
/^[{]/ {
	inside = 1
	opened = FNR
	lines = comment = 0
	body = calls = ""
	name = name_of(signature)
	next
}
/^$/ || /^#/ || /[;}]$/ || /\*\/$/ { signature = "" }
{ signature = signature (/^( \*|\/\*)/ ? "" : " " $0) }
END {
	if (inside)
		printf "%s:%d: %s has no } in the first column\n", FILENAME, opened, name >"/dev/stderr"
}
