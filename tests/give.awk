# awk -v names="NAME ..." -f bodies.awk -f give.awk THE_CHAPTERS_FILE HERS: hers, in which those of
# these functions that are still empty have the chapter's bodies. Of a function that is there twice the first is given for the first.
FNR == 1 {
	signature = ""
	inside = 0
}
inside && /^}/ {
	inside = 0
	if (FNR == NR)
		body[name, ++count[name]] = text
	else {
		given[name]++
		if (text == emptied(signature) && index(" " names, " " name " ") && (name, given[name]) in body)
			text = body[name, given[name]]
		print text "}"
	}
	next
}
inside { text = text $0 "\n"; next }
/^[{]/ {
	inside = 1
	text = ""
	name = name_of(signature)
	if (FNR != NR)
		print
	next
}
/^$/ || /^#/ || /[;}]$/ || /\*\/$/ { signature = "" }
{
	signature = signature (/^( \*|\/\*)/ ? "" : " " $0)
	if (FNR != NR)
		print
}
