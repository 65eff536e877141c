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
  scroller.style.overflowAnchor = "none"; // or the browser would move it as well
  turn.replaceWith(fresh);
  followed(moved);
  const jump = (top) => scroller.scrollTo({ top, behavior: "instant" }); // elsewhere the page scrolls smoothly
  jump(before);
  const stays = seen.find(({ element }) => isShown(places.get(element)));
  if (stays) jump(scroller.scrollTop + places.get(stays.element).getBoundingClientRect().top - stays.top);
  if (held) (isShown(places.get(held)) ? places.get(held) : fresh.querySelector(".asked")).focus({ preventScroll: true });
  requestAnimationFrame(() => requestAnimationFrame(() => scroller.style.removeProperty("overflow-anchor")));
}

/** What the reader has before their eyes: what they hold, else from the top; nothing where the answer's beginning is. */
function inSight(turn, scroller, held) {
  const view = scroller.getBoundingClientRect();
  if (turn.getBoundingClientRect().top >= view.top - 1) return [];
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
