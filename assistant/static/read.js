// The legend of the article: which marks to show.

document.addEventListener("change", (event) => {
  const { filter } = event.target.dataset;
  if (!filter) return;
  for (const phrase of document.querySelectorAll(`.phrase[data-verdict="${CSS.escape(filter)}"]`)) {
    phrase.classList.toggle("unmarked", !event.target.checked);
  }
});
