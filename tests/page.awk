# page.awk PAGE: the page, with what it shows made anew. Snippets: a line <!-- FILE NAME ... -->
# before a fence. What is to be written: between <!-- write K.J --> and <!-- written -->. Outputs: a fence of the kind console, whose lines "$ command" are run. After
# <!-- varies --> an output whose numbers alone have changed is left as it is, and so is one of gdb where there is none. A row of the map
# that links to a chapter's README.md ends in the chapter's lines of code, which are counted.
function shape(text) {
	gsub(/[0-9]+(\.[0-9]+)?/, "N", text)
	gsub(/ +MISSED/, "", text) # of a benchmark, on a machine that has other work
	gsub(/[ \t]+/, " ", text)
	return text
}
function take(command,    text, line) {
	text = ""
	while ((command | getline line) > 0)
		text = text line "\n"
	if (close(command) != 0 && command ~ /region\.awk/)
		failed = 1
	return text
}
/^\| \[0[1-9]-.* lines \|/ {
	match($0, /0[1-9]-[a-z-]+/)
	lines = take("sh tests/sizes " substr($0, RSTART, RLENGTH))
	sub(/ [0-9]+ lines /, " " (lines + 0) " lines ")
}
{ print }
/^<!-- varies -->$/ { varies = 1 }
/^<!-- write [0-9.]+ -->$/ {
	while ((getline line) > 0 && line != "<!-- written -->")
		;
	printf "%s", take("sh tests/rungs write " substr(FILENAME, 1, index(FILENAME, "/") - 1) " " $3)
	print "<!-- written -->"
	next
}
/^<!-- [^ ]+\.(c|h|py|awk) / {
	file = $2
	text = ""
	for (i = 3; i < NF; i++)
		text = text (i > 3 ? "\n" : "") take("awk -v name='" $i "' -f tests/region.awk " file)
	getline
	print
	while ((getline line) > 0 && line !~ /^```$/)
		;
	printf "%s", text
	print "```"
	next
}
/^```console$/ {
	old = made = ""
	lacking = 0
	while ((getline line) > 0 && line !~ /^```$/) {
		old = old line "\n"
		if (line ~ /^\$ gdb / && system("command -v gdb >/dev/null") != 0)
			lacking = 1
		if (line ~ /^\$ /)
			made = made line "\n" take("(exec 3<&- 4<&- 5<&-; " substr(line, 3) ") 2>&1")
	}
	printf "%s", lacking || (varies && shape(old) == shape(made)) ? old : made
	print "```"
	varies = 0
	next
}
/^```c$/ {
	print FILENAME ":" FNR ": a snippet that is no region of a file" >"/dev/stderr"
	failed = 1
}
END { exit failed }
