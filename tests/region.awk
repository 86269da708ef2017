# region.awk -v name=NAME FILE: the definition of NAME in a C or Python file, which begins and
# ends in the first column. NAME; is its prototype, with the comment above; +NAME is the
# definition with the comment above.
BEGIN {
	commented = sub(/^\+/, "", name)
	prototype = sub(/;$/, "", name)
	commented = commented || prototype
	python = ARGV[1] ~ /\.py$/
	pattern = "(^|[^a-zA-Z_0-9])" name "([^a-zA-Z_0-9]|$)"
}
{ line[NR] = $0 }
function ending(i,    opened) {
	if (python) {
		while (i < NR && line[i + 1] ~ /^([ \t]|$)/)
			i++
		while (line[i] == "")
			i--
		return i
	}
	for (; i <= NR && line[i] != ""; i++) {
		if (prototype && line[i] ~ /;/)
			return i
		if (line[i] ~ /^{|{$|= {/)
			break
		if (line[i] ~ /;$/)
			return 0
	}
	if (prototype || i > NR || line[i] == "")
		return 0
	while (i < NR && line[i] !~ /^}/)
		i++
	return i
}
END {
	for (first = 1; first <= NR; first++) {
		if (line[first] ~ /^[ \t#}\/]/ || line[first] !~ pattern)
			continue
		if (python && line[first] !~ /^(async )?(def|class) /)
			continue
		if (last = ending(first))
			break
	}
	if (!last) {
		print "no " name " in " ARGV[1] >"/dev/stderr"
		exit 1
	}
	if (commented && line[first - 1] ~ /\*\/$/)
		do
			first--
		while (line[first] !~ /^\/\*/)
	for (i = first; i <= last; i++)
		print line[i]
}
