// Copying: the text a button carries, or the whole address it stands for.

/** Puts a text on the clipboard, with its italics as `html` if it has any; without that interface (plain http), the old way. */
export async function copy(text, html = null) {
  if (navigator.clipboard && window.isSecureContext) {
    if (html === null || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const as = (type, content) => ({ [type]: new Blob([content], { type }) });
    return navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", text), ...as("text/html", html) })]);
  }
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
export async function copyFrom(button, text, html = null) {
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  await copy(text, html);
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
  const formatted = text ? button.parentElement.querySelector(".reference") : null;
  copyFrom(button, text ?? new URL(copyAddress, document.baseURI).href, formatted?.innerHTML ?? null);
});
