// Waiting for a part of the page: Gradio builds its page after the scripts have loaded.

/** Calls `then` once every one of these ids is in the page; at once, if they are there already. */
export function whenThere(ids, then) {
  const found = () => ids.every((id) => document.getElementById(id));
  if (found()) {
    then();
    return;
  }
  const watcher = new MutationObserver(() => {
    if (!found()) return;
    watcher.disconnect();
    then();
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
}
