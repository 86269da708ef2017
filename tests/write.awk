# write.awk, for tests/rungs: what a page says of a rung that is to be written. Lines that begin
# with R are the rungs, with W the functions of this one in their order, with F all of them.
BEGIN { FS = "\t" }
function worth(rung,    part) {
	split(rung, part, ".")
	return part[1] * 100 + part[2]
}
function short(file) {
	return substr(file, index(file, "/") + 1)
}
function add(list, item) {
	return list (list == "" ? "" : ", ") item
}
$1 == "R" && $2 == rung "" {
	optional = $3 == "optional"
	title = $4
}
# A machine that has no file of its own comes last.
$1 == "W" && $2 ~ /\/machines\/portable/ { last[++portable] = $0; next }
$1 == "W" { to_be_written() }
function to_be_written(    file, once) {
	file = short($2)
	once = rung SUBSEP (file ~ /^machines\// ? "" : file) SUBSEP $3
	here[$3] = 1
	calls[$3] = $12
	if (file ~ /^machines\// && once in counted)
		several[$3] = several[$3] ", or `" file "`"
	else {
		n++
		function_of[n] = $3
		file_of[n] = file
		lines += $7
	}
	counted[once] = 1
}
$1 == "F" && $4 == rung "" && $6 == "shown" { filled[$3] = short($2) }
$1 == "F" && $4 != "" { rung_of[$3] = $4; until[$3] = $11; state[$3] = $6 }
$1 == "F" { all[++m] = $3; all_rung[m] = $4; all_calls[m] = $12 }
END {
	for (i = 1; i <= portable; i++) {
		$0 = last[i]
		to_be_written()
	}
	number = substr(chapter, 1, 2)
	text = "**Write it** · rung " (number + 0) "." rung (optional ? ", may be skipped at first" : "") \
		": " title " · "
	size = lines < 8 ? lines : "about " int((lines + 2) / 5) * 5
	text = text size " line" (lines == 1 ? "" : "s")
	for (i = 1; i <= n; i++) {
		where = file_of[i]
		names = ""
		for (; i <= n && file_of[i] == where; i++)
			names = add(names, "`" function_of[i] "`" others(several[function_of[i]]))
		i--
		place[++places] = "`" where "`: " names
	}
	if (places == 1)
		text = text " in " place[1]
	print text
	print ""
	for (i = 1; i <= places && places > 1; i++)
		print "- " place[i]
	given = ""
	for (f in filled)
		names_given[++g] = f
	for (i = 1; i <= g; i++) {
		for (j = i + 1; j <= g; j++)
			if (names_given[j] < names_given[i]) {
				f = names_given[i]
				names_given[i] = names_given[j]
				names_given[j] = f
			}
		given = add(given, "`" names_given[i] "`")
	}
	if (given != "")
		print "- Given, because this chapter prints " (g == 1 ? "it" : "them") ": " given
	# What is called here before it is there.
	for (i = 1; i <= n; i++)
		for (k = split(calls[function_of[i]], call, " "); k > 0; k--) {
			c = call[k]
			if ((c in rung_of) && worth(rung_of[c]) > worth(rung) && state[c] == "asked" && !told[c]++)
				later[++l] = "`" function_of[i] "` calls `" c "`, which you write in rung " \
					(number + 0) "." rung_of[c] "; until then it " until_of(until[c])
		}
	for (i = 1; i <= l; i++)
		print "- " later[i] "."
	for (i = 1; i <= n; i++) {
		who = ""
		for (k = 1; k <= m; k++)
			if (all[k] != function_of[i] && all_rung[k] != "" && worth(all_rung[k]) < worth(rung) &&
				index(all_calls[k] " ", " " function_of[i] " ") && !index(who ",", "`" all[k] "`,"))
				who = add(who, "`" all[k] "`")
		if (who != "" && ++was)
			print "- `" function_of[i] "` is called by " who " already; so far it " \
				until_of(until[function_of[i]]) "."
	}
	if (places > 1 || given != "" || l > 0 || was > 0)
		print ""
	print "`make test-" number " STEP=" rung " IMPL=mine` runs its tests on what you wrote." \
		" If there is no `mine/` yet, `make start-" number " STEP=" rung "` makes it."
}
function others(files) {
	return files == "" ? "" : " (" substr(files, 3) ", for your machine)"
}
function until_of(text) {
	sub(/ (NULL|false|0)$/, " `&`", text)
	sub(/` /, " `", text)
	gsub(/  /, " ", text)
	return text
}
