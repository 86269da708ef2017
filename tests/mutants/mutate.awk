# mutate.awk -v tree=DIRECTORY -v header=FILE SOURCE...: writes each source to DIRECTORY/SOURCE, with
# each statement that can be deleted behind MUTANT(number), and prints a line for each of them:
# number, rung (4.2.1, or 4.2), file:line, function, statement, separated by tabs. A function
# without a rung is given, and stays as it is.
# What is not deleted: declarations, casts to void, the last return of a function, and what is said to
# instruments and sanitizers, which no test of a step looks at.

function is_declaration(text) {
	if (text ~ /^(return|goto|break|continue)[ ;]/)
		return 0
	return text ~ /^(static|const|struct|union|enum|unsigned|extern|volatile|_Static_assert|_Alignas|pthread_cleanup_[a-z]*)[ (]/ ||
		text ~ /^(void|int|bool|char|double|size_t) \(\*/ || text ~ /^[A-Za-z_][A-Za-z_0-9]* +\**[A-Za-z_]/
}
# What is left of a line without its comments and the insides of its strings.
function code_of(line) {
	gsub(/\\\\/, "", line)
	gsub(/\\"/, "", line)
	gsub(/"[^"]*"/, "\"\"", line)
	gsub(/'\\?[^']*'/, "' '", line)
	if (comment) {
		if (!sub(/^.*\*\//, "", line))
			return ""
		comment = 0
	}
	gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
	if (sub(/\/\*.*$/, "", line))
		comment = 1
	gsub(/^[ \t]+|[ \t]+$/, "", line)
	return line
}
function count(text, what) { return gsub(what, "", text) }
function forget() { text = ""; parens = braces = 0 }

# One more line of a body, number n of it.
function look(n, code) {
	if (code == "" || code ~ /^#/)
		return
	if (text == "")
		first = n
	text = text (text == "" ? "" : " ") code
	parens += count(code, "[(]") - count(code, "[)]")
	if (parens == 0 && braces == 0 && code ~ /(^|\)|else|do) ?[{]$/ && text !~ /(=|,|return|\() *\([^()]*\)[{]$/) {
		forget()
		return
	}
	braces += count(code, "[{]") - count(code, "[}]")
	if (text ~ /^[}]/) {
		forget()
		if (code !~ /(;|[}]|[{]|else|\))$/)
			text = "}"
		return
	}
	if (parens > 0 || braces > 0)
		return
	if (code ~ /;$/) {
		if (text != ";" && !is_declaration(text) && text !~ /^\(void\)[a-z_]+;$/ && text !~ /^(watched|trace|leaks|made|context_forget)/ && text !~ /^while \(.*\);$/) {
			from[++found] = first
			to[found] = n
			words[found] = text
		}
		forget()
	} else if (code ~ /:$/ || text ~ /^(else|do)$/ || text ~ /^(else )?(if|for|while|switch) ?\(.*\)$/ || text ~ /^[a-z_]*for_each[a-z_]*\(.*\)$/)
		forget()
}
function flush_body(	i, n) {
	found = 0
	comment = 0
	forget()
	for (n = 1; n <= lines; n++)
		look(n, code_of(body[n]))
	for (i = 1; i <= found; i++) {
		if (to[i] == lines && words[i] ~ /^return/)
			continue
		number++
		printf "%d\t%s\t%s:%d\t%s\t%s\n", number, rung, FILENAME, start + from[i], name, words[i]
		sub(/[^ \t]/, "{ if (MUTANT(" number ")) &", body[from[i]])
		match(body[to[i]], /;[ \t]*(\/\*.*)?$/)
		body[to[i]] = substr(body[to[i]], 1, RSTART) " }" substr(body[to[i]], RSTART + 1)
	}
	for (n = 1; n <= lines; n++)
		written = written body[n] "\n"
}
function flush_file() {
	if (out == "")
		return
	if (number > before)
		written = "#include \"" header "\"\n#line 1\n" written
	printf "%s", written >out
	close(out)
}

FNR == 1 {
	flush_file()
	out = tree "/" FILENAME
	written = rung = ""
	before = number
	inside = 0
}
match($0, /==== (Step )?[0-9]\.[0-9](\.[0-9]+)?/) {
	rung = substr($0, RSTART + 5, RLENGTH - 5)
	sub(/Step /, "", rung)
}
/==== Given/ { rung = "" }
inside && /^[}]/ {
	flush_body()
	inside = 0
}
inside {
	body[++lines] = $0
	next
}
/^[a-zA-Z_].*\(/ {
	name = $0
	sub(/^__attribute__\(\([a-z_]*\)\) /, "", name)
	sub(/\(.*/, "", name)
	sub(/.*[ *]/, "", name)
}
/^[{]/ && rung != "" {
	inside = 1
	lines = 0
	start = FNR
}
{ written = written $0 "\n" }
END { flush_file() }
