// The conversations of this browser. They are kept here and nowhere else, as questions only: the same
// question has the same answer, so an answer need not be kept.

const KEY = "secondsource:conversations";
const MOST = 20;

/** `{ current: [question, …], earlier: [[question, …], …] }`; empty where nothing or nonsense is kept. */
export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { current: questions(kept.current), earlier: (kept.earlier ?? []).map(questions).filter((each) => each.length) };
  } catch {
    return { current: [], earlier: [] };
  }
}

function questions(list) {
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}

/** Keeps the conversation under way. */
export function keep(current) {
  write({ ...recall(), current });
}

/** Puts the conversation under way with the earlier ones and begins `next`. */
export function begin(next = []) {
  const { current, earlier } = recall();
  const same = (each) => JSON.stringify(each) !== JSON.stringify(current) && JSON.stringify(each) !== JSON.stringify(next);
  const others = earlier.filter(same);
  write({ current: next, earlier: (current.length ? [current, ...others] : others).slice(0, MOST) });
}

/** Forgets everything this site keeps in this browser, conversations, progress, the choice of language; returns it. */
export function forget() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith("secondsource:"));
  const kept = Object.fromEntries(keys.map((key) => [key, localStorage.getItem(key)]));
  for (const key of keys) localStorage.removeItem(key);
  document.cookie = "language=; max-age=0; path=/";
  return kept;
}

/** Keeps again what `forget` returned. */
export function restore(kept) {
  for (const [key, text] of Object.entries(kept ?? {})) localStorage.setItem(key, text);
}

function write(conversations) {
  try {
    localStorage.setItem(KEY, JSON.stringify(conversations));
  } catch {
    // No room, or storage is switched off: the conversation lives as long as its page.
  }
}
