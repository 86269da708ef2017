# code.awk FILE...: the lines of code, without blank lines and comments, counted for each step.
FNR == 1 { step = "-" }
/==== Step [0-9]\.[0-9]/ {
	match($0, /Step [0-9]\.[0-9]/)
	step = substr($0, RSTART + 5, 3)
}
{
	line = $0
	while (1) {
		if (comment) {
			if (!match(line, /\*\//))
				next
			line = substr(line, RSTART + 2)
			comment = 0
		}
		if (!match(line, /\/\*/))
			break
		rest = substr(line, RSTART + 2)
		line = substr(line, 1, RSTART - 1)
		if (match(rest, /\*\//))
			line = line substr(rest, RSTART + 2)
		else {
			comment = 1
			break
		}
	}
	if (line ~ /[^ \t]/)
		count[step]++
}
END {
	for (s in count)
		print s, count[s]
}
