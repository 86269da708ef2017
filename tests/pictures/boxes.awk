# boxes.awk FILE.svg...: does a text of the picture lie over another one, or leave the sheet?
function attribute(name) {
	if (!match($0, " " name "=\"[0-9.-]+\""))
		return 0
	return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0
}
function compare(    i, k) {
	for (i = 1; i <= n; i++) {
		if (left[i] < 0 || right[i] > wide || top[i] < 0 || bottom[i] > high) {
			print file ": \"" text[i] "\" leaves the sheet"
			failed = 1
		}
		for (k = i + 1; k <= n; k++)
			if (left[i] < right[k] && left[k] < right[i] && top[i] < bottom[k] && top[k] < bottom[i]) {
				print file ": \"" text[i] "\" lies over \"" text[k] "\""
				failed = 1
			}
	}
}
FNR == 1 { compare(); n = 0; file = FILENAME }
/<svg / { wide = attribute("width"); high = attribute("height") }
/<text / {
	n++
	left[n] = attribute("x")
	right[n] = left[n] + attribute("textLength")
	top[n] = attribute("y") - attribute("font-size") * 0.8
	bottom[n] = attribute("y") + attribute("font-size") * 0.2
	text[n] = $0
	gsub(/<[^>]*>/, "", text[n])
}
END { compare(); if (!n) { print "no text was found"; failed = 1 } exit failed }
