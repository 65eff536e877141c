// The chat page in the browser. Gradio runs this text once as the body of a function, with `props`
// (props.value is the newest answer), `watch` and `trigger` of the courier component (see chat.py).
//
// All markup comes from pages.py, escaped. A reader's question is only ever set as text here.

const byId = (id) => document.getElementById(id);
const narrow = window.matchMedia("(max-width: 899px)");

let opener = null; // the button that opened the evidence, to which Escape returns
let clicked = false; // whether the question under way came from a button

// Asking ---------------------------------------------------------------------------------------

function busy(question) {
  byId("busy").hidden = question === null;
  byId("busy").textContent = question === null ? "" : `Reading the library for: ${question}`;
  byId("ask").disabled = question !== null;
  if (question !== null) showInReading(byId("busy"));
}

function asking(question) {
  closeEvidence({ returnFocus: false }); // what it shows belongs to an earlier answer
  if (question && question.trim()) busy(question.trim());
}

function ask(question) {
  if (byId("ask").disabled) return;
  clicked = true;
  asking(question);
  trigger("question", { question });
}

function showAnswer(page) {
  const log = byId("log");
  log.insertAdjacentHTML("beforeend", page);
  busy(null);
  byId("welcome").hidden = true;
  const answer = log.lastElementChild;
  showInReading(answer);
  // The button that asked may be gone; whoever typed goes on typing.
  if (clicked) answer.querySelector(".asked").focus({ preventScroll: true });
  clicked = false;
}

// scrollIntoView would move the frames around the reading as well.
function showInReading(part) {
  const reading = byId("reading");
  const gap = part.getBoundingClientRect().top - reading.getBoundingClientRect().top;
  reading.scrollTo({ top: reading.scrollTop + gap - 12 });
}

function forget() {
  closeEvidence({ returnFocus: false });
  byId("log").replaceChildren();
  byId("welcome").hidden = false;
  byId("reading").scrollTop = 0;
  busy(null);
  questionBox()?.focus();
}

function questionBox() {
  return document.querySelector("#question-box textarea, #question-box input");
}

// Evidence -------------------------------------------------------------------------------------

function openEvidence(button) {
  const body = byId("evidence-body");
  const names = button.dataset.open.split(" ");
  const parts = names.map((name) => byId(name)).filter(Boolean);
  body.replaceChildren(...parts.map((template) => template.content.cloneNode(true)));
  body.hidden = false;
  byId("evidence-resting").hidden = true;
  opener?.removeAttribute("aria-expanded");
  opener = button;
  opener.setAttribute("aria-expanded", "true");
  byId("evidence-heading").textContent = button.dataset.heading;
  document.body.classList.add("evidence-open");
  coverDesk();
  byId("evidence").scrollTop = 0;
  byId("evidence-heading").focus();
}

function closeEvidence({ returnFocus = true } = {}) {
  if (!document.body.classList.contains("evidence-open")) return;
  document.body.classList.remove("evidence-open");
  coverDesk();
  byId("evidence-body").replaceChildren();
  byId("evidence-body").hidden = true;
  byId("evidence-resting").hidden = false;
  byId("evidence-heading").textContent = "Evidence";
  opener?.removeAttribute("aria-expanded");
  if (returnFocus) opener?.focus();
  opener = null;
}

// On a narrow screen the evidence lies over the conversation, which is then out of reach.
function coverDesk() {
  const covered = narrow.matches && document.body.classList.contains("evidence-open");
  byId("desk").inert = covered;
  byId("masthead").inert = covered;
}

// Listening ------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a.skip-link");
  if (!button) return;
  if (button.dataset.ask) ask(button.dataset.ask);
  else if (button.dataset.open) openEvidence(button);
  else if (button.matches("[data-close]")) closeEvidence();
  else if (button.matches(".skip-link")) {
    event.preventDefault();
    questionBox()?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeEvidence();
});

window.addEventListener("secondsource:asking", (event) => asking(event.detail));
window.addEventListener("secondsource:failed", () => {
  if (!byId("ask").disabled) return; // cleared meanwhile
  busy(null);
  byId("busy").hidden = false;
  byId("busy").textContent = "No answer came back. Too many may be asking at once: please try again in a moment.";
});
window.addEventListener("secondsource:clearing", forget);
narrow.addEventListener("change", coverDesk);

watch("value", () => {
  if (props.value) showAnswer(props.value.page);
});
