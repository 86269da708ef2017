# empty.awk -v keep=K FILE: the file, with the body of every function of a step after K empty.
# A function belongs to the step that the last heading "==== Step N.k: ..." names; without one,
# or after "==== Given", it is given. Bodies begin and end with a brace in the first column.

function emptied(signature) {
	if (signature ~ /(^|[ \t])void [a-z_0-9]+\(/)
		return ""
	if (signature ~ /\*[a-z_0-9]+\(/)
		return "\treturn NULL;\n"
	return signature ~ /bool [a-z_0-9]+\(/ ? "\treturn false;\n" : "\treturn 0;\n"
}

/==== Step [0-9]\.[0-9]/ {
	match($0, /Step [0-9]\.[0-9]/)
	step = substr($0, RSTART + RLENGTH - 1, 1) + 0
}
/==== Given/ { step = 0 }
inside {
	if (/^}/) {
		inside = 0
		print
	}
	next
}
/^[{]/ && step > keep {
	print
	printf "%s", emptied(signature)
	inside = 1
	next
}
/^$/ || /^#/ || /[;}]$/ || /\*\/$/ { signature = "" }
{
	signature = signature " " $0
	print
}
