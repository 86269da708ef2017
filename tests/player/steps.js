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

/* Between two lists of the log the page knows the timers by itself: at the end of a pass they
 * are those that the log lists then. */
const passed = plays.passed;
plays.passed = (state, loop) => {
	loop.played = loop.timers.map(([when, id]) => `${when} s: ${name(state, id)}`).join(", ");
	passed(state, loop);
};

/* The trace has room for ten names. */
function as_trace(names)
{
	return names.slice(0, 10).join(", ") + (names.length > 10 ? `, and ${names.length - 10} more` : "");
}

function note_lists()
{
	const timers = items("timers").map(words => words.replace(/^(.*?) s: (.*)$/, "$2 at $1 s"));

	const loop = state_before(now + 1).loops.get(state_before(now + 1).loop) ?? a_loop();
	if (timers.length < 20 && loop.played !== undefined)
		expect(loop.played === items("timers").join(", "), `${$("where").textContent}: the timers were ${loop.played}, and are ${items("timers").join(", ")}`);
	seen.push(`ready: ${as_trace(items("ready")) || "nothing"}`);
	if (timers.length > 0)
		seen.push(`timers: ${as_trace(timers)}`);
}

/* What is true at every step: a timer that is ready is not to come; what sleeps has a timer, if
 * all are listed; what runs is in the picture, and so is what is ready, as far as there is
 * room. */
function check_lists(step)
{
	const state = state_before(step + 1), loop = state.loops.get(state.loop) ?? a_loop();
	const ready = items("ready"), timers = items("timers").map(words => words.replace(/^.*? s: /, ""));
	const drawn = $("lanes").textContent, at = `step ${step} (${$("where").textContent})`;

	for (const who of timers)
		expect(!ready.includes(TIMER_OF + who), `${at}: the timer of ${who} is ready, and is to come`);
	for (const id of state.tasks.filter(id => thing(state, id).state === "waits" && sleeps(thing(state, id).waits))) {
		const [, , when] = thing(state, id).waits, who = name(state, id);
		expect(when === "-" || timers.includes(who) || ready.includes(TIMER_OF + who) || loop.timers.length >= 20 ||
			loop.runs !== null && name(state, loop.runs) === TIMER_OF + who, `${at}: ${who} sleeps until ${when} and has no timer`);
	}
	if (passes.length > 0 && loop.runs !== null)
		expect(!has_lane(state, loop.runs) || drawn.includes(name(state, loop.runs)), `${at}: what runs is not in the picture`);
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
		check_lists(now);
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

/* With more tasks than there is room for, their number is told. */
function tells_of_more()
{
	for (const pass of passes.slice(0, 200)) {
		go(pass);
		const state = state_before(now + 1), lanes = [...$("lanes").querySelectorAll("text[x='0']")].length - 1;
		const alive = state.tasks.filter(id => !["", "ended"].includes(thing(state, id).state)).length;
		const more = $("more") === null ? 0 : parseInt($("more").textContent.replace(/\D+/, ""));
		expect(lanes + more >= alive, `at pass ${pass_of(now) + 1} there are ${alive} tasks, ${lanes} are drawn and ${more} more told of`);
	}
}

/* A browser ignores addresses that change too often; these two leave it alone. */
history.replaceState = () => {};
can_be_used();
tells_of_more();
steps_there_and_back();
delete history.replaceState;
addresses_and_following();
document.body.append(Object.assign(document.createElement("pre"),
	{ id: "seen", textContent: `\nSEEN\n${seen.join("\n")}\nFAILURES\n${failures.join("\n")}\nDONE\n` }));
