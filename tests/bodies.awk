# bodies.awk, before another program: what a chapter's sources say in their headings, and what its
# pages show. A function belongs to the last heading above it: "==== 4.2.1: title ====" is rung 2.1,
# "==== 4.2.7, may be skipped at first: title ====" an optional one, "==== Step 4.2: title ====" a
# step that is not divided into rungs; without one, or below "==== Given: title ====", it is given.
# Bodies begin and end with a brace in the first column.

# Rungs in their order are numbers: 2.1 is 201, the whole step 2 as a heading 200.
function worth(rung,    part) {
	split(rung, part, ".")
	return part[1] * 100 + part[2]
}
# What stands in the place of a body that is to be written.
function emptied(signature) {
	if (signature ~ /(^|[ \t])void [a-z_0-9]+\(/)
		return ""
	if (signature ~ /\*[a-z_0-9]+\(/)
		return "\treturn NULL;\n"
	return signature ~ /bool [a-z_0-9]+\(/ ? "\treturn false;\n" : "\treturn 0;\n"
}
function name_of(signature,    name) {
	while (match(signature, /[a-zA-Z_0-9]+ ?\(/)) {
		name = substr(signature, RSTART, RLENGTH)
		signature = substr(signature, RSTART + RLENGTH)
		sub(/ ?\($/, "", name)
		if (name !~ /^(__attribute__|_Alignas|format|noinline|noreturn)$/)
			return name
	}
	return "?"
}
# A line without its comments; one that goes on is remembered in comment.
function code(line,    text) {
	text = ""
	while (1) {
		if (comment) {
			if (!match(line, /\*\//))
				return text
			line = substr(line, RSTART + 2)
			comment = 0
		}
		if (!match(line, /\/\*/))
			return text line
		text = text substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + 2)
		comment = 1
	}
}
# The file of the chapter that this one is a copy of, if it is one. Each processor has a file of
# its own in machines/: what is shown of one is shown of all.
function original(file,    i) {
	if (mine != "" && (i = index(file, "/" mine "/")))
		file = substr(file, 1, i) substr(file, i + length(mine) + 2)
	return file
}
function place(file) {
	return file ~ /\/machines\// ? "machines" : file
}
# A body that a page prints comes filled in.
FILENAME ~ /\.md$/ {
	if (/^<!-- [^ ]+\.[ch] .*-->$/)
		for (i = 3; i < NF; i++) {
			name = $i
			sub(/^\+/, "", name)
			shown[place($2), name] = 1
		}
	next
}
FNR == 1 {
	rung = signature = ""
	optional = divided = inside = 0
}
/==== [0-9]\.[0-9]+\.[0-9]+[:,]/ {
	match($0, /[0-9]\.[0-9]+\.[0-9]+/)
	rung = substr($0, RSTART + 2, RLENGTH - 2)
	optional = /may be skipped/
	divided = 1
}
/==== Step [0-9]\.[0-9]/ {
	match($0, /Step [0-9]\.[0-9]/)
	rung = substr($0, RSTART + 7, 1)
	optional = divided = 0
}
/==== Given/ { rung = ""; optional = divided = 0 }
