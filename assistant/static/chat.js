// The chat page: asking, showing answers, editing, earlier conversations. Gradio's courier component
// (see chat.py) hands over `props` (props.value is the newest answer), `watch`, `ask` and `stop`.
//
// All markup comes from the server, escaped. A reader's question is only ever set as text here.

import { copyFrom } from "./copy.js";
import { changeTop, land, replaceTurn, unanchored } from "./growing.js";
import * as memory from "./memory.js";
import { closePanel, followOpener } from "./panel.js";
import { whenThere } from "./there.js";

const PATIENCE = 30_000; // milliseconds without a sign of life after which an answer is given up

const byId = (id) => document.getElementById(id);

let courier = null;
let turns = []; // the questions answered so far
let texts = []; // the answers as text, to copy
let waiting = []; // questions of a kept or linked conversation still to be asked
let asked = null; // the question under way
let asking = 0; // its number, by which its answer is known
let growing = null; // its answer in the page, while a language model writes on
let waited = 0; // the timer of our patience
let clicked = false; // whether it came from a button
let editing = null; // the place of the question being changed
let cleared = null; // what the last Clear took away, until the page is left

// Asking ---------------------------------------------------------------------------------------

/** What Gradio sends for a typed question: the question and what the page knows. */
function outgoing(question) {
  const text = question.trim();
  if (!text || asked !== null) return ["", state()]; // the server leaves an empty question alone
  if (editing !== null) cutFrom(editing);
  expecting(text);
  return [question, state()];
}

function ask(question) {
  if (asked !== null) return;
  clicked = true;
  expecting(question);
  courier.ask({ question, ...state() });
}

function expecting(question) {
  closePanel({ returnFocus: false }); // what it shows belongs to an earlier answer
  asked = question;
  asking += 1;
  busy(question);
  byId("cleared").hidden = true;
  wait();
}

function wait() {
  window.clearTimeout(waited);
  waited = window.setTimeout(failed, PATIENCE);
}

function state() {
  return { turns, asking, language: document.documentElement.lang };
}

function busy(question) {
  const line = byId("busy");
  line.hidden = question === null;
  line.textContent = question === null ? "" : `${line.dataset.busy} ${question}`;
  byId("ask").disabled = question !== null;
  if (question !== null) showInReading(line);
}

function failed() {
  if (asked !== null) breakOff("failed", "broken");
}

/** Ends the language model's writing; what stands so far stays. */
function stop() {
  if (asked === null) return;
  courier.stop();
  breakOff("stopped", "stopped");
  questionBox().focus();
}

/** Ends what is under way: with one of the busy line's words where there is no answer yet, else with a line over it. */
function breakOff(words, line) {
  const answer = growing;
  if (waiting.length && answer) settle(answer);
  waiting = [];
  done();
  if (answer) {
    changeTop(answer, byId("reading"), () => say(answer, line));
    byId("announcer").textContent = answer.querySelector(".writing").textContent;
  } else {
    byId("busy").hidden = false;
    byId("busy").textContent = byId("busy").dataset[words];
  }
}

function done() {
  window.clearTimeout(waited);
  [asked, growing] = [null, null];
  busy(null);
}

// Answers --------------------------------------------------------------------------------------

function showAnswer({ page, text, more, broken, ...answered }) {
  if (asked === null || answered.asking !== asking) return; // cleared meanwhile
  wait();
  if (broken) return failed();
  if (page !== undefined) put(page, text, more);
  if (!more) complete();
}

/** Adds an answer to the log, or puts it in its own place with more in it. */
function put(page, text, more) {
  const template = document.createElement("template");
  template.innerHTML = page;
  const answer = template.content.firstElementChild;
  if (more) say(answer, "writing");
  if (growing) {
    answer.classList.toggle("editing", editing === turns.length - 1);
    replaceTurn(growing, answer, byId("reading"), followOpener);
    texts[turns.length - 1] = text;
  } else {
    turns = [...turns, asked];
    texts = [...texts, text];
    memory.keep(turns);
    unanchored(byId("reading"), () => {
      byId("log").append(answer);
      byId("busy").hidden = true;
      byId("welcome").hidden = true;
      if (waiting.length === 0) settle(answer);
      showInReading(answer, { atOnce: more });
    });
    if (more) byId("announcer").textContent = byId("announcer").dataset.writing;
  }
  growing = answer;
}

/** What is done once for each answer that no other follows at once. */
function settle(answer) {
  listEarlier();
  offerSaving();
  // The button that asked may be gone; whoever typed goes on typing.
  if (clicked) answer.querySelector(".asked").focus({ preventScroll: true });
  clicked = false;
  if (!sameQuestions(linked(), turns.slice(0, linked().length))) unlink();
}

function complete() {
  const answer = growing;
  const grew = answer.querySelector(".writing") !== null;
  done();
  if (grew) changeTop(answer, byId("reading"), () => say(answer, null));
  if (waiting.length) ask(waiting.shift());
  else announce(answer, grew);
}

/** The line over an answer on how far it is: one of those that came with the page, or none. */
function say(answer, line) {
  answer.querySelector(".writing")?.remove();
  if (line) answer.querySelector(".asked").after(byId(`line-${line}`).content.cloneNode(true));
}

// Said once and in short: whoever listens can then read the answer at their own pace.
function announce(answer, grew) {
  const lead = answer.querySelector(".answer-lead, .sensitive > summary, .trouble");
  const announcer = byId("announcer");
  announcer.textContent = [grew ? announcer.dataset.written : "", lead ? lead.textContent : ""].join(" ").trim();
}

// scrollIntoView would move the frames around the reading as well.
function showInReading(part, { atOnce = false } = {}) {
  const reading = byId("reading");
  const top = reading.scrollTop + part.getBoundingClientRect().top - reading.getBoundingClientRect().top - 12;
  if (atOnce) land(reading, top);
  else reading.scrollTo({ top });
}

// Changing, copying, linking -------------------------------------------------------------------

const tools = {
  copy: (button, place) => copyFrom(button, texts[place]),
  link: (button, place) => copyFrom(button, addressOf(turns.slice(0, place + 1))),
  edit: (button, place) => {
    editing = place;
    byId("log").children[place].classList.add("editing");
    const box = questionBox();
    setText(box, turns[place]);
    box.focus();
    box.select();
  },
};

function addressOf(questions) {
  const address = new URL("./", document.baseURI);
  for (const question of questions) address.searchParams.append("q", question);
  return address.href;
}

/** Takes an answer and all that came after it away: they rest on a question that is being changed. */
function cutFrom(place) {
  [...byId("log").children].slice(place).forEach((turn) => turn.remove());
  turns = turns.slice(0, place);
  texts = texts.slice(0, place);
  editing = null;
}

function stopEditing() {
  if (editing === null) return;
  byId("log").children[editing]?.classList.remove("editing");
  editing = null;
  setText(questionBox(), "");
}

function questionBox() {
  return document.querySelector("#question-box textarea, #question-box input");
}

function setText(box, text) {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true })); // Gradio listens to this
}

// Earlier conversations ------------------------------------------------------------------------

function listEarlier() {
  const { earlier } = memory.recall();
  byId("history").hidden = turns.length === 0 && earlier.length === 0;
  const items = earlier.map((questions, place) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = questions[0];
    button.dir = "auto";
    button.dataset.history = place;
    item.append(button);
    return item;
  });
  byId("history-list").replaceChildren(...items);
}

function takeUp(questions) {
  empty();
  memory.begin(questions);
  waiting = [...questions];
  if (waiting.length) ask(waiting.shift());
  else byId("welcome").hidden = false;
  byId("history").open = false;
  listEarlier();
}

function empty() {
  if (asked !== null) courier.stop();
  window.clearTimeout(waited);
  closePanel({ returnFocus: false });
  byId("log").replaceChildren();
  byId("announcer").textContent = "";
  [turns, texts, waiting, asked, growing, editing] = [[], [], [], null, null, null];
  byId("welcome").hidden = false;
  byId("reading").scrollTop = 0;
  busy(null);
  offerSaving();
  unlink();
}

function clearAll() {
  const forgotten = memory.forget();
  empty();
  setText(questionBox(), "");
  listEarlier();
  cleared = forgotten;
  byId("cleared").hidden = Object.keys(forgotten).length === 0;
  questionBox()?.focus();
}

function undoClear() {
  memory.restore(cleared);
  cleared = null;
  byId("cleared").hidden = true;
  resume();
}

// The form sends the questions; the server answers them again into a file and keeps none.
function offerSaving() {
  byId("saving").hidden = turns.length === 0;
  const fields = turns.map((question) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "q";
    field.value = question;
    return field;
  });
  byId("saving-questions").replaceChildren(...fields);
}

// The address ----------------------------------------------------------------------------------

function linked() {
  return new URLSearchParams(window.location.search).getAll("q").map((each) => each.trim()).filter(Boolean);
}

function unlink() {
  const address = new URL(window.location.href);
  if (!address.searchParams.has("q")) return;
  address.searchParams.delete("q");
  window.history.replaceState(null, "", address);
}

function sameQuestions(some, others) {
  return some.length === others.length && some.every((question, place) => question === others[place]);
}

/** Takes up what the address asks, else the conversation that was under way in this browser. */
function resume() {
  const [fromLink, { current }] = [linked(), memory.recall()];
  const goesOn = sameQuestions(fromLink, current.slice(0, fromLink.length));
  if (!goesOn) memory.begin(fromLink);
  waiting = goesOn ? [...current] : [...fromLink];
  listEarlier();
  if (waiting.length) ask(waiting.shift());
}

// Listening ------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a");
  if (!pressed) return;
  const { ask: question, tool, history } = pressed.dataset;
  if (pressed.closest("#clear")) clearAll();
  else if (pressed.closest("#stop")) stop();
  else if (question) {
    event.preventDefault();
    ask(question);
  } else if (tool) {
    const turn = pressed.closest(".turn");
    tools[tool](pressed, [...byId("log").children].indexOf(turn));
  } else if (history === "new") takeUp([]);
  else if (history === "clear") clearAll();
  else if (history === "undo") undoClear();
  else if (history !== undefined) takeUp(memory.recall().earlier[Number(history)] ?? []);
  else if (pressed.matches(".skip-link")) {
    event.preventDefault();
    questionBox()?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stopEditing();
});

// One question at a time: Gradio would take another one, even an empty one, for the one that Stop is to end.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || event.shiftKey || asked === null || !event.target.closest("#question-box")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

/** Begins once Gradio has handed over its courier and built the page. */
async function start() {
  courier = await window.secondsource.courier;
  whenThere(["log", "ask", "evidence"], () => {
    courier.watch("value", () => {
      if (courier.props.value) showAnswer(courier.props.value);
    });
    window.secondsource.pageIs({ outgoing, failed });
    resume();
  });
}

start();
