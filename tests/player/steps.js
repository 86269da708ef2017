/* Steps through a run as a reader would, with the keys; added to its page by tests/player.
 * What it has seen is left in the page as text: the lists after each pass, and failures. */
"use strict";
const seen = [];

function press(key, shiftKey = false)
{
	document.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
}

function expect(what, words)
{
	if (!what)
		failures.push(words);
}

function items(id)
{
	return [...$(id).querySelectorAll("span")].map(span => span.textContent);
}

function note_lists()
{
	const timers = items("timers").map(words => words.replace(/^(.*?) s: (.*)$/, "$2 at $1 s"));

	seen.push(`ready: ${items("ready").join(", ") || "nothing"}`);
	if (timers.length > 0)
		seen.push(`timers: ${timers.join(", ")}`);
}

const picture = () => document.querySelector("main").innerHTML;

/* To the end, and back to the beginning: at each step the page must be as it was. */
function steps_there_and_back()
{
	const pictures = [picture()];

	press("Home");
	while (now < LAST) {
		const step = now;
		press("ArrowRight");
		expect(now === step + 1, `ArrowRight went from step ${step} to ${now}`);
		pictures[now] = picture();
		if (passes.length > 0 && (passes.includes(now + 1) || now === LAST))
			note_lists();
	}
	for (press("ArrowLeft"); now > 0; press("ArrowLeft"))
		expect(picture() === pictures[now], `step ${now} looks different on the way back`);
}

/* The address of each pass leads there, and a followed task is what the arrows go to. */
function addresses_and_following()
{
	for (let pass = 0; pass < passes.length; pass += 7) {
		const number = SEVERAL ? pass + 1 : number_of(pass);
		location.hash = `#pass=${number}`;
		go_to_address();
		expect(now === passes[pass], `#pass=${number} leads to step ${now}`);
		expect(SEVERAL || $("where").textContent.startsWith(`pass ${number} of ${PASSES}, `),
			`pass ${number} is called ${$("where").textContent}`);
	}
	press("End");
	const button = document.querySelector("#tasks button");
	if (button === null)
		return;
	button.click();
	expect(followed !== null && !$("follow").hidden, "a click on a task does not follow it");
	for (press("Home"), press("ArrowRight"); now < LAST; press("ArrowRight"))
		expect(concerns(now, followed), `step ${now} does not concern the followed task`);
	press("Escape");
	expect(followed === null, "Escape goes on following");
}

/* Nothing is wider than the page, every button has a name, and the keys reach them all. */
function can_be_used()
{
	expect(document.documentElement.scrollWidth <= innerWidth, "the page is wider than the window");
	for (const button of document.querySelectorAll("button:not([hidden])"))
		expect(button.textContent.trim() !== "" && button.tabIndex >= 0, "a button without a name");
}

can_be_used();
steps_there_and_back();
addresses_and_following();
document.body.append(Object.assign(document.createElement("pre"),
	{ id: "seen", textContent: `\nSEEN\n${seen.join("\n")}\nFAILURES\n${failures.join("\n")}\nDONE\n` }));
