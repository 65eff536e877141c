// The panel beside every page: passages of an answer, claims and sources of the library.
//
// All markup comes from the server, escaped. What is open stands in the address (`?claim=`,
// `?source=`), so that it survives a reload, can be shared, and "back" closes it.

import { whenThere } from "./there.js";

const byId = (id) => document.getElementById(id);
const narrow = window.matchMedia("(max-width: 56em)");
const KINDS = ["claim", "source"];

let opener = null; // what opened the panel, to which Escape returns
let view = null; // shows what the panel shows now, once more
let trail = []; // the views before it, the latest last, as far as one led to the next within the panel
let looking = null; // the look-up under way

// Opening and closing --------------------------------------------------------------------------

/** Shows the templates a button of an answer names, and the way on to its claim. */
function openTemplates(button, parts = button.dataset.open.split(" ").map(byId).filter(Boolean)) {
  const content = parts.map((template) => template.content.cloneNode(true));
  if (button.dataset.beside) content.push(onward(button.dataset.beside));
  step(button, () => openTemplates(button, parts)); // an answer that grows counts its templates anew
  show(content, { from: button, heading: button.dataset.heading });
  remember(null);
  // A step of its own, so that "back" closes the panel and does not leave the page.
  if (!window.history.state?.evidence) window.history.pushState({ evidence: true }, "");
}

/** Looks up a claim or a source and shows it. */
async function openRecord(kind, id, { from = null, keep = true } = {}) {
  looking?.abort();
  const mine = (looking = new AbortController());
  step(from, () => openRecord(kind, id));
  open({ from, heading: byId("evidence-heading").dataset[kind] });
  say("evidence-waiting");
  try {
    const answer = await fetch(`part?${new URLSearchParams({ [kind]: id })}`, { signal: mine.signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    show([part.content], { from, heading: byId("evidence-heading").dataset[kind] });
    if (keep) remember({ kind, id });
    mark(kind === "claim" ? id : null);
  } catch (trouble) {
    if (trouble.name !== "AbortError") say("evidence-trouble");
  }
}

/** Takes note of what the panel shows next: one step on, if what was pressed lies in the panel itself. */
function step(from, again) {
  trail = view && byId("evidence").contains(from) ? [...trail, view] : [];
  view = again;
  offerBack();
}

function back() {
  const before = trail.slice(0, -1);
  trail.at(-1)();
  trail = before;
  offerBack();
}

function offerBack() {
  document.querySelector("[data-back]").hidden = trail.length === 0;
}

function show(content, { from, heading }) {
  open({ from, heading });
  say(null);
  byId("evidence-body").replaceChildren(...content);
  byId("evidence-body").hidden = false;
  scrollToQuote();
  byId("evidence-heading").focus({ preventScroll: true });
}

/** The panel from its top, or from the quoted words, where these lie below what is seen of it. */
function scrollToQuote() {
  const panel = byId("evidence");
  panel.scrollTop = 0;
  const quoted = byId("evidence-body").querySelector("mark");
  if (quoted && quoted.getBoundingClientRect().bottom > panel.getBoundingClientRect().bottom)
    quoted.scrollIntoView({ block: "center" });
}

function open({ from, heading }) {
  opener?.removeAttribute("aria-expanded");
  if (from && !byId("evidence").contains(from)) opener = from;
  if (opener?.matches("button")) opener.setAttribute("aria-expanded", "true");
  byId("evidence-heading").textContent = heading;
  byId("evidence-resting").hidden = true;
  byId("evidence-body").hidden = true;
  document.body.classList.add("evidence-open");
  cover();
}

/** Empties the panel; the address forgets what was open unless `keep` says that it is right already. */
export function closePanel({ returnFocus = true, keep = false } = {}) {
  if (!document.body.classList.contains("evidence-open")) return;
  looking?.abort();
  document.body.classList.remove("evidence-open");
  cover();
  say(null);
  byId("evidence-body").replaceChildren();
  byId("evidence-body").hidden = true;
  byId("evidence-resting").hidden = false;
  byId("evidence-heading").textContent = byId("evidence-heading").dataset.resting;
  opener?.removeAttribute("aria-expanded");
  if (returnFocus) (opener?.isConnected ? opener : current())?.focus();
  opener = view = null;
  trail = [];
  offerBack();
  if (!keep) remember(null);
  if (!keep && window.history.state?.evidence) window.history.back();
  mark(null);
}

/** Goes on with the answer that took the place of another: `moved` finds in it what opened the panel. */
export function followOpener(moved) {
  if (!opener || opener.isConnected) return;
  opener = moved(opener);
  opener?.setAttribute("aria-expanded", "true");
  const { heading } = opener?.dataset ?? {};
  if (heading && trail.length === 0) byId("evidence-heading").textContent = heading;
}

/** Shows the one line that says what is going on, or none. */
function say(line) {
  for (const id of ["evidence-waiting", "evidence-trouble"]) byId(id).hidden = id !== line;
}

function onward(claim) {
  const link = byId("evidence-onward").content.cloneNode(true);
  const anchor = link.querySelector("a");
  anchor.href = `read?${new URLSearchParams({ claim })}`;
  anchor.dataset.claim = claim;
  return link;
}

// On a narrow screen the panel lies over the page, which is then out of reach.
function cover() {
  const covered = narrow.matches && document.body.classList.contains("evidence-open");
  byId("desk").inert = covered;
  const head = document.querySelector("#masthead, body > .masthead");
  if (head) head.inert = covered;
}

// The phrase of the article whose claim is open.
function mark(claim) {
  for (const phrase of document.querySelectorAll(".phrase")) {
    const within = claim !== null && phrase.dataset.within.split(" ").includes(claim);
    phrase.classList.toggle("current", within);
    if (within && phrase.dataset.claim === claim) phrase.setAttribute("aria-current", "true");
    else phrase.removeAttribute("aria-current");
  }
}

function current() {
  return document.querySelector('.phrase[aria-current="true"]');
}

// The address ----------------------------------------------------------------------------------

function remember(record) {
  const address = new URL(window.location.href);
  for (const kind of KINDS) address.searchParams.delete(kind);
  if (record) address.searchParams.set(record.kind, record.id);
  if (address.href !== window.location.href) window.history.pushState(null, "", address);
}

function wanted() {
  const asked = new URLSearchParams(window.location.search);
  const kind = KINDS.find((each) => asked.get(each));
  return kind ? { kind, id: asked.get(kind) } : null;
}

function follow() {
  const record = wanted();
  if (record) openRecord(record.kind, record.id, { keep: false });
  else closePanel({ keep: true });
}

// Listening ------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const pressed = event.target.closest("a, button");
  if (!pressed) return;
  const kind = KINDS.find((each) => pressed.dataset[each]);
  if (kind) {
    event.preventDefault();
    openRecord(kind, pressed.dataset[kind], { from: pressed });
  } else if (pressed.dataset.open) openTemplates(pressed);
  else if (pressed.matches("[data-back]")) back();
  else if (pressed.matches("[data-close]")) closePanel();
  else if (pressed.matches('#evidence a[href^="#"]')) {
    event.preventDefault(); // Gradio's base address would make it another page
    const place = byId(pressed.getAttribute("href").slice(1));
    place?.setAttribute("tabindex", "-1");
    place?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});

window.addEventListener("popstate", follow);
narrow.addEventListener("change", cover);

whenThere(["evidence-trouble"], () => {
  const record = wanted();
  if (document.body.classList.contains("evidence-open")) {
    if (record) view = () => openRecord(record.kind, record.id);
    cover();
    mark(record?.kind === "claim" ? record.id : null);
    current()?.scrollIntoView({ block: "center" });
    if (narrow.matches) byId("evidence-heading").focus();
  } else if (record) openRecord(record.kind, record.id, { keep: false });
});
