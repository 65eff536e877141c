// An answer that grows: each time a whole new page takes the place of the old one, and what the reader has opened,
// holds or looks at in it stays.

const LANDMARKS = "h2, h3, h4, h5, p, li, dt, dd, summary";

/**
 * Puts `fresh` in the place of `turn`. `scroller` is what scrolls; `followed` is called with a function
 * that finds for an element of the old page its like in the new one.
 */
export function replaceTurn(turn, fresh, scroller, followed) {
  const opened = [...turn.querySelectorAll("details[open]")];
  const held = turn.contains(document.activeElement) ? document.activeElement : null;
  const seen = inSight(turn, scroller, held);
  const moved = (element) => counterpart(element, turn, fresh);
  const kept = [...opened, ...(held ? [held] : []), ...seen.map(({ element }) => element)];
  const places = new Map(kept.map((element) => [element, moved(element)]));
  for (const details of opened) places.get(details)?.setAttribute("open", "");
  const before = scroller.scrollTop;
  unanchored(scroller, () => {
    turn.replaceWith(fresh);
    followed(moved);
    jump(scroller, before);
    const stays = seen.find(({ element }) => isShown(places.get(element)));
    if (stays) jump(scroller, scroller.scrollTop + places.get(stays.element).getBoundingClientRect().top - stays.top);
  });
  if (held) (isShown(places.get(held)) ? places.get(held) : fresh.querySelector(".asked")).focus({ preventScroll: true });
}

/** Makes a `change` at the top of `turn`, and whoever reads below it stays where they are. */
export function changeTop(turn, scroller, change) {
  const isBelow = startsAbove(turn, scroller);
  const before = turn.getBoundingClientRect().bottom;
  unanchored(scroller, () => {
    change();
    if (isBelow) jump(scroller, scroller.scrollTop + turn.getBoundingClientRect().bottom - before);
  });
}

/** Scrolls at once: elsewhere the page does it smoothly, and what grows meanwhile would stop it half way. */
function jump(scroller, top) {
  scroller.scrollTo({ top, behavior: "instant" });
}

/** Scrolls at once to `top`, and again with the next picture: Chromium may add a step of a smooth scroll it broke off. */
export function land(scroller, top) {
  jump(scroller, top);
  requestAnimationFrame(() => jump(scroller, top));
}

/** Makes a `change` for which the browser moves nothing of its own accord: it would be moved twice. */
export function unanchored(scroller, change) {
  scroller.style.overflowAnchor = "none";
  change();
  requestAnimationFrame(() => requestAnimationFrame(() => scroller.style.removeProperty("overflow-anchor")));
}

function startsAbove(turn, scroller) {
  return turn.getBoundingClientRect().top < scroller.getBoundingClientRect().top - 1;
}

/** What the reader has before their eyes: what they hold, else from the top; nothing where the answer's beginning is. */
function inSight(turn, scroller, held) {
  if (!startsAbove(turn, scroller)) return [];
  const view = scroller.getBoundingClientRect();
  return [...(held ? [held] : []), ...turn.querySelectorAll(LANDMARKS)]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ element, top: element.getBoundingClientRect().top }))
    .filter(({ top }) => top >= view.top && top < view.bottom);
}

function isShown(element) {
  return Boolean(element?.isConnected && element.checkVisibility());
}

/** The element of `fresh` that is what `element` is in `turn`: of the same kind, in the same words, as often before. */
function counterpart(element, turn, fresh) {
  const said = spoken(element);
  const same = (root) =>
    [...root.querySelectorAll(element.localName)].filter((e) => kind(e) === kind(element) && spoken(e) === said);
  const found = same(fresh);
  return found[same(turn).indexOf(element)] ?? found[0] ?? null;
}

function kind(element) {
  return element.className.replace("current", "").trim();
}

// Without numbers: those of citations and of counts change as an answer grows.
function spoken(element) {
  const words = (part) => part.textContent.replace(/\[?\d+\]?/g, "").replace(/\s+/g, " ").trim();
  if (element.matches("details")) return words(element.querySelector("summary"));
  const around = element.closest("li, p, summary");
  return around && around !== element ? `${words(around)}|${words(element)}` : words(element);
}
