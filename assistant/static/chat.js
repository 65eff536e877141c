// The chat page: asking, showing answers, editing, earlier conversations. Gradio's courier component
// (see chat.py) hands over `props` (props.value is the newest answer), `watch` and `ask`.
//
// All markup comes from the server, escaped. A reader's question is only ever set as text here.

import { copyFrom } from "./copy.js";
import * as memory from "./memory.js";
import { closePanel } from "./panel.js";
import { whenThere } from "./there.js";

const PATIENCE = 30_000; // milliseconds after which an answer is given up

const byId = (id) => document.getElementById(id);

let courier = null;
let turns = []; // the questions answered so far
let texts = []; // the answers as text, to copy
let waiting = []; // questions of a kept or linked conversation still to be asked
let asked = null; // the question under way
let asking = 0; // its number, by which its answer is known
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
  const mine = asking;
  window.setTimeout(() => mine === asking && failed(), PATIENCE);
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
  if (asked === null) return; // cleared meanwhile
  [asked, waiting] = [null, []];
  busy(null);
  byId("busy").hidden = false;
  byId("busy").textContent = byId("busy").dataset.failed;
}

// Answers --------------------------------------------------------------------------------------

function showAnswer({ page, text, ...answered }) {
  if (asked === null || answered.asking !== asking) return; // cleared meanwhile
  const question = asked;
  asked = null;
  const log = byId("log");
  log.insertAdjacentHTML("beforeend", page);
  turns = [...turns, question];
  texts = [...texts, text];
  memory.keep(turns);
  busy(null);
  byId("welcome").hidden = true;
  const answer = log.lastElementChild;
  showInReading(answer);
  if (waiting.length) {
    ask(waiting.shift());
    return;
  }
  announce(answer);
  listEarlier();
  offerSaving();
  // The button that asked may be gone; whoever typed goes on typing.
  if (clicked) answer.querySelector(".asked").focus({ preventScroll: true });
  clicked = false;
  if (!sameQuestions(linked(), turns.slice(0, linked().length))) unlink();
}

// Said once and in short: whoever listens can then read the answer at their own pace.
function announce(answer) {
  const lead = answer.querySelector(".answer-lead, .sensitive > summary, .trouble");
  byId("announcer").textContent = lead ? lead.textContent : "";
}

// scrollIntoView would move the frames around the reading as well.
function showInReading(part) {
  const reading = byId("reading");
  const gap = part.getBoundingClientRect().top - reading.getBoundingClientRect().top;
  reading.scrollTo({ top: reading.scrollTop + gap - 12 });
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
  closePanel({ returnFocus: false });
  byId("log").replaceChildren();
  byId("announcer").textContent = "";
  [turns, texts, waiting, asked, editing] = [[], [], [], null, null];
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
