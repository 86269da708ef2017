# code.awk FILE...: how many lines of code they have, without blank lines and comments.
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
		count++
}
END { print count + 0 }
