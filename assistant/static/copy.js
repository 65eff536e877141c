// Copying: the text a button carries, or the whole address it stands for.

/** Puts a text on the clipboard; where a browser has no such interface (plain http), the old way. */
export async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const sheet = document.createElement("textarea");
  sheet.value = text;
  sheet.className = "unseen";
  document.body.append(sheet);
  sheet.select();
  const done = document.execCommand("copy");
  sheet.remove();
  if (!done) throw new Error("the browser did not copy");
}

/** Copies, and says so on the button itself for a moment. */
export async function copyFrom(button, text) {
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  await copy(text);
  button.textContent = button.dataset.done ?? before;
  button.setAttribute("aria-live", "polite");
  window.setTimeout(() => {
    button.textContent = before;
  }, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy], button[data-copy-address]");
  if (!button) return;
  const { copy: text, copyAddress } = button.dataset;
  copyFrom(button, text ?? new URL(copyAddress, document.baseURI).href);
});
