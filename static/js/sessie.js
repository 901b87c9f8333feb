// Warns two minutes before the session ends and offers to stay.

const WARNING_S = 120;
const LEFT = "X-Session-Ends-In";

export function warnBeforeSessionEnds() {
  const dialog = document.getElementById("sessie-einde");
  const given = Number(document.body.dataset.sessionEndsIn);
  if (!dialog || !given) return;
  const words = dialog.querySelector("[data-session-words]");
  const form = dialog.querySelector("form");
  let timers = [];

  const plan = (seconds) => {
    timers.forEach(clearTimeout);
    const warn = () => dialog.open || dialog.showModal();
    const end = () => { words.textContent = "U bent afgemeld. Ga verder met wat u deed: u kunt zich dan weer aanmelden en wat u invulde blijft bewaard."; };
    timers = [setTimeout(warn, Math.max(0, seconds - WARNING_S) * 1000), setTimeout(end, seconds * 1000)];
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
      const left = Number(response.headers.get(LEFT));
      if (!response.ok) throw new Error(response.status);
      if (left > WARNING_S) dialog.close();
      else words.textContent = "Na acht uur moet u zich opnieuw aanmelden. Sla nu op wat u wilt bewaren.";
      plan(left);
    } catch {
      words.textContent = "Dat is niet gelukt. Sla uw werk op met de knop op de pagina en meld u zo nodig weer aan.";
    }
  });
  // A request of the person's own (not an autosave) has moved the end.
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && plan(detail.xhr.getResponseHeader(LEFT) ?? given));
  plan(given);
}
