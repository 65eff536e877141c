// The legend of the article: which marks to show.

function show(box) {
  for (const phrase of document.querySelectorAll(`.phrase[data-verdict="${CSS.escape(box.dataset.filter)}"]`)) {
    phrase.classList.toggle("unmarked", !box.checked);
    if (box.checked) phrase.removeAttribute("tabindex");
    else phrase.tabIndex = -1; // who goes by keyboard skips what is not marked
  }
}

document.addEventListener("change", (event) => {
  if (event.target.dataset.filter) show(event.target);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-filter-all]");
  if (!button) return;
  for (const box of document.querySelectorAll("[data-filter]")) {
    box.checked = button.dataset.filterAll !== "";
    show(box);
  }
});
