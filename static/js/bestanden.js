// The files that were chosen, under the field, before they are sent.

export function showChosenFiles() {
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-files]")) return;
    const list = target.closest(".pt-field").querySelector("[data-chosen]");
    list.replaceChildren(...Array.from(target.files, item));
  });
}

function item(file) {
  const line = document.createElement("li");
  const size = Math.max(0.1, file.size / 1_000_000).toLocaleString("nl-NL", { maximumFractionDigits: 1 });
  line.textContent = `${file.name}, ${size} MB, wordt meegestuurd als u verder gaat`;
  return line;
}
