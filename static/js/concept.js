// Saves a form marked data-autosave="URL" some seconds after the last keystroke, and says
// honestly whether that worked. The header keeps the server from seeing it as activity.

const PAUSE_MS = 4000;
const RETRY_MS = 30000;
const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
const HERE = "Wat u invulde staat nog op deze pagina";
const WHY = {
  401: "u bent afgemeld. Kies “Opslaan als concept” en meld u weer aan; wat u invulde gaat mee.",
  409: "een ander heeft het intussen veranderd. Kies “Opslaan als concept” om beide versies te zien.",
};
const known = new WeakSet();

export function keepDrafts(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (!known.has(form)) keepDraft(form);
    known.add(form);
  }
}

function keepDraft(form) {
  let timer;
  let changes = 0;
  const status = form.querySelector("[data-autosave-status]");
  const say = (words, failed = false) => {
    status.textContent = words;
    status.toggleAttribute("data-failed", failed);
  };
  const refuse = (why) => say(`Het concept is niet opgeslagen: ${why}`, true);
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  };

  async function save() {
    const saving = changes;
    const request = { method: "POST", body: fieldsOf(form), headers: { "X-Autosave": "1" }, redirect: "error" };
    try {
      const response = await fetch(form.dataset.autosave, request);
      if (!response.ok) return refuse(WHY[response.status] ?? `kies “Opslaan als concept”. ${HERE}.`);
      if (saving !== changes) return;
      const at = new Date(response.headers.get("Date") ?? Date.now());
      say(`Concept opgeslagen om ${clock.format(at).replace(":", ".")} uur`);
    } catch {
      refuse(`er is geen verbinding. ${HERE}; we proberen het zo weer.`);
      later(RETRY_MS);
    }
  }

  form.addEventListener("input", () => {
    changes += 1;
    later(PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

// Files are sent with the form itself, not in the background.
function fieldsOf(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}
