// Saves a form marked data-autosave="URL" some seconds after the last keystroke, and says
// honestly whether that worked. The header keeps the server from seeing it as activity.

const PAUSE_MS = 4000;
const RETRY_MS = 30000;
const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
const known = new WeakSet();

export function keepDrafts(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (known.has(form)) continue;
    known.add(form);
    keepDraft(form);
  }
}

function keepDraft(form) {
  let timer;
  let changes = 0;
  const status = form.querySelector("[data-autosave-status]");
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  };
  const say = (words, failed) => {
    status.textContent = words;
    status.toggleAttribute("data-failed", failed);
  };

  async function save() {
    const saving = changes;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: fieldsOf(form),
        headers: { "X-Autosave": "1" },
        redirect: "error",
      });
      if (!response.ok) return say(...sentenceFor(response.status));
      if (saving !== changes) return;
      const at = new Date(response.headers.get("Date") ?? Date.now());
      say(`Concept opgeslagen om ${clock.format(at).replace(":", ".")} uur`, false);
    } catch {
      say("Het concept is niet opgeslagen: er is geen verbinding. Wat u invulde staat nog op deze pagina; we proberen het zo weer.", true);
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

function sentenceFor(status) {
  if (status === 401) return ["Het concept is niet opgeslagen: u bent afgemeld. Kies “Opslaan als concept” en meld u weer aan; wat u invulde gaat mee.", true];
  if (status === 409) return ["Het concept is niet opgeslagen: een ander heeft het intussen veranderd. Kies “Opslaan als concept” om beide versies te zien.", true];
  return ["Het concept is niet opgeslagen. Wat u invulde staat nog op deze pagina. Kies “Opslaan als concept”.", true];
}
