# awk -v mine=DIRECTORY -f bodies.awk -f given.awk PAGE... FILE...: the files of a chapter, and the copies
# of them in CHAPTER/DIRECTORY. Prints the files whose copy lacks something that the chapter gives:
# a member of a struct, a macro, or a piece of a function that is not to be written. White space,
# comments and includes do not count, nor do prototypes in a source.
# Divides what has been read into pieces, which are kept, or looked for.
function flush(    piece, n, i) {
	gsub(/[ \t\\]/, "", given)
	if (!body && file ~ /\.c$/ && given ~ /\);$/)
		given = ""
	for (n = split(given, piece, /[;{}]/); n > 0; n--)
		if (piece[n] != "" && copy)
			has[file, piece[n]] = 1
		else if (piece[n] != "")
			wants[file, ++wanted[file]] = piece[n]
	given = ""
}
FNR == 1 {
	comment = body = asked = 0
	given = ""
	file = original(FILENAME)
	copy = file != FILENAME
	copied[file] = copied[file] || copy
}
asked { asked = !/^}/; if (asked) next }
/^[{]/ && !copy && rung != "" && !(divided && ((place(file), name_of(signature)) in shown)) {
	asked = 1
	given = signature = ""
	next
}
/^[{]/ { body = 1 }
/^$/ || /^#/ || /[;}]$/ || /\*\/$/ { signature = "" }
{
	text = code($0)
	signature = signature (/^( \*|\/\*)/ ? "" : " " $0)
	if (!body && text ~ /^#/)
		flush()
	given = given (text ~ /^#include/ ? "" : text)
	if (/^}/ || (!body && (text ~ /[;}][ \t]*$/ || text ~ /^#.*[^\\]$/ || $0 == "")))
		flush()
	if (/^}/)
		body = 0
}
END {
	for (file in wanted)
		for (i = wanted[file]; i > 0 && copied[file]; i--)
			if (!((file, wants[file, i]) in has)) {
				print file
				break
			}
}
