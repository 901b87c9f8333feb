// The files that were chosen, under the field, before they are sent.

export function showChosenFiles() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-files]")) return;
    const list = event.target.closest(".pt-field").querySelector("[data-chosen]");
    list.replaceChildren(...Array.from(event.target.files, (file) => item(file)));
  });
}

function item(file) {
  const line = document.createElement("li");
  line.textContent = `${file.name}, ${size(file.size)}, wordt meegestuurd als u verder gaat`;
  return line;
}

function size(bytes) {
  const mb = bytes / 1_000_000;
  if (mb < 0.1) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${mb.toLocaleString("nl-NL", { maximumFractionDigits: 1 })} MB`;
}
