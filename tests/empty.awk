# awk -v keep=NUMBER -f bodies.awk -f empty.awk PAGE... FILE: the file, in which the body of every
# function is empty whose rung is worth more than keep; with -v skip=1 that of an optional rung, too.
# What one of the pages shows is not emptied, where a step is divided into rungs.
inside {
	if (/^}/) {
		inside = 0
		print
	}
	next
}
/^[{]/ && rung != "" && (worth(rung) > keep || (skip && optional)) {
	print
	if (!divided || !((place(original(FILENAME)), name_of(signature)) in shown)) {
		printf "%s", emptied(signature)
		inside = 1
	}
	next
}
/^$/ || /^#/ || /[;}]$/ || /\*\/$/ { signature = "" }
{
	signature = signature (/^( \*|\/\*)/ ? "" : " " $0)
	print
}
