// Quiz and flashcards, one at a time. Questions, cards and every word shown stand in the page; this
// script moves them about. What a reader knew is kept in this browser and nowhere else.

const KEY = "secondsource:practise";
const REST = 3; // days until something known is asked again
const GAP = 3; // other questions before a missed one comes back

// Progress -------------------------------------------------------------------------------------
// { "<id>": { missed: true } | { due: "2026-11-27" } }

let progress = read();

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {}; // nothing kept, not readable, or storage is switched off
  }
}

function remember(id, known) {
  progress[id] = known ? { due: day(REST) } : { missed: true };
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
  } catch {
    // No room, or storage is switched off: progress lives as long as its page.
  }
}

function forget() {
  progress = {};
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}

/** The date so many days from now, as it is compared and kept. */
function day(later) {
  const date = new Date();
  date.setDate(date.getDate() + later);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Missed before due before new before known of late; otherwise in the order of the page. */
function rank(item) {
  const kept = progress[item.dataset.item];
  if (kept?.missed) return 0;
  if (!kept) return 2;
  return kept.due > day(0) ? 3 : 1;
}

// A round --------------------------------------------------------------------------------------

/** A part of the page (quiz or cards) and the round under way in it. */
class Practice {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.items = [...section.querySelectorAll("[data-item]")];
    this.find("[data-stop]").addEventListener("click", () => this.finish());
    this.find("[data-another]").addEventListener("click", () => this.choose());
    this.find(".chooser").addEventListener("submit", (event) => {
      event.preventDefault();
      this.start(new FormData(event.target));
    });
    this.find(".everything").hidden = true;
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  start(chosen) {
    const fit = this.items.filter((item) => !chosen.get("kind") || item.dataset.kind === chosen.get("kind"));
    fit.sort((one, other) => rank(one) - rank(other)); // stable
    this.queue = fit.slice(0, Number(chosen.get("number")) || fit.length);
    this.count = this.queue.length;
    this.tried = new Map(); // item -> whether it was known at the first try
    this.part(".stage");
    this.next();
  }

  /** Shows the next item, or what the round came to. */
  next() {
    const item = this.queue.shift();
    if (!item) return this.finish();
    this.item = item;
    this.show(item);
    this.find(".place").textContent = this.tried.has(item)
      ? this.words.onceMore
      : filled(this.words.place, { number: this.tried.size + 1, count: this.count });
    this.find(".slot").replaceChildren(item);
    this.find(".place").focus({ preventScroll: true });
    this.find(".place").scrollIntoView({ block: "nearest" });
    return undefined;
  }

  /** Only the first try counts; what was missed comes back once, after some others, if so many are left. */
  tell(known) {
    if (this.tried.has(this.item)) return;
    this.tried.set(this.item, known);
    remember(this.item.dataset.item, known);
    if (!known && this.queue.length >= GAP) this.queue.splice(GAP, 0, this.item);
  }

  /** What the round came to; the choice of a round where nothing was tried. */
  finish() {
    if (!this.tried.size) return this.choose();
    const missed = [...this.tried].filter(([, known]) => !known).map(([item]) => item);
    const values = { known: this.tried.size - missed.length, count: this.tried.size };
    this.find(".outcome").textContent = filled(this.words.result, values);
    this.find(".again").hidden = missed.length === 0;
    this.find(".again ul").replaceChildren(...missed.map(lookAgain));
    this.part(".result");
    this.find(".outcome").focus();
    return undefined;
  }

  choose() {
    this.part(".chooser");
    this.find(".chooser select").focus();
  }

  part(shown) {
    for (const each of [".chooser", ".stage", ".result"]) this.find(each).hidden = each !== shown;
  }
}

/** A missed question or card as an entry of a list: what it asked, and the way to its claim. */
function lookAgain(item) {
  const entry = document.createElement("li");
  const onward = item.querySelector(".onward a");
  entry.append(item.querySelector(".prompt").cloneNode(true));
  if (onward) entry.append(" ", onward.cloneNode(true));
  return entry;
}

/** `"Question {number} of {count}"` with its values. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// The quiz: choose, check, read why, go on -----------------------------------------------------

class Quiz extends Practice {
  constructor(section) {
    super(section);
    this.find(".stage").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.isAnswered) this.next();
      else this.check();
    });
    this.find("[data-unknown]").addEventListener("click", () => this.answer(null));
  }

  show(question) {
    this.isAnswered = false;
    question.querySelector("details").hidden = true; // the feedback shows it
    for (const mark of question.querySelectorAll(".mark")) mark.remove();
    for (const input of question.querySelectorAll("input")) {
      input.checked = false;
      input.disabled = false;
    }
    this.find(".feedback").replaceChildren();
    this.find("[data-check]").textContent = this.words.check;
    this.find("[data-unknown]").hidden = false;
  }

  check() {
    const chosen = this.item.querySelector("input:checked");
    if (chosen) this.answer(chosen);
    else this.find(".feedback").replaceChildren(paragraph(this.words.choose));
  }

  /** `chosen` is the radio button pressed, or null for "I don't know". */
  answer(chosen) {
    const { right } = this.item.dataset;
    const known = chosen?.value === right;
    for (const input of this.item.querySelectorAll("input")) {
      if (input.value === right) mark(input, this.words.rightMark, "right");
      else if (input === chosen) mark(input, this.words.wrongMark, "wrong");
      input.disabled = true;
    }
    const unknown = chosen === null ? this.words.unknown : this.words.wrong;
    const outcome = paragraph(known ? this.words.right : unknown, "said");
    const why = this.item.querySelector(".answer").cloneNode(true);
    this.find(".feedback").replaceChildren(outcome, ...why.childNodes);
    this.isAnswered = true;
    this.tell(known);
    this.find("[data-check]").textContent = this.words.next;
    this.find("[data-unknown]").hidden = true;
    this.find("[data-check]").focus({ preventScroll: true });
    this.find(".feedback").scrollIntoView({ block: "nearest" });
  }
}

function paragraph(text, name = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = name;
  return made;
}

function mark(input, text, name) {
  const made = document.createElement("span");
  made.textContent = text;
  made.className = `mark ${name}`;
  input.closest("label").append(" ", made);
}

// The flashcards: think, turn, say whether it was known ----------------------------------------

class Cards extends Practice {
  constructor(section) {
    super(section);
    this.find("[data-known]").addEventListener("click", () => this.go(true));
    this.find("[data-missed]").addEventListener("click", () => this.go(false));
    for (const card of this.items) {
      card.querySelector("details").addEventListener("toggle", () => this.turn(card));
    }
  }

  show(card) {
    card.querySelector("details").open = false;
    this.turn(card);
  }

  turn(card) {
    const isTurned = card.querySelector("details").open;
    for (const move of ["[data-known]", "[data-missed]"]) this.find(move).hidden = !isTurned;
  }

  go(known) {
    this.tell(known);
    this.next();
  }
}

// Beginning ------------------------------------------------------------------------------------

const practices = { quiz: Quiz, cards: Cards };
for (const section of document.querySelectorAll("[data-practice]")) new practices[section.dataset.practice](section);
for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;

document.querySelector("[data-forget]").addEventListener("click", () => {
  forget();
  const done = document.querySelector("[data-forgotten]");
  done.hidden = false;
  done.focus(); // so that it is read out
});
