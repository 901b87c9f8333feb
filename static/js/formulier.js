// Focus, double clicks, menus, and questions that depend on another answer.

export function focusSummary(root) {
  root.querySelector("[data-focus]")?.focus();
}

// A row that went took the focus with it: the group it was in gets it.
export function focusAfterSwap(target) {
  if (document.activeElement === document.body && target.matches("[tabindex]")) target.focus();
}

// htmx leaves the page as it was when a request fails; the box in the layout says so.
export function tellFailures() {
  const box = document.getElementById("mislukt");
  const on = (name, failed) => document.addEventListener(name, () => {
    box.hidden = !failed;
    if (failed) box.scrollIntoView({ block: "nearest" });
  });
  on("htmx:responseError", true);
  on("htmx:sendError", true);
  on("htmx:beforeRequest", false);
}

// A second click within a few seconds sends nothing; the button itself always stays usable.
export function guardDoubleSubmit() {
  const sentAt = new WeakMap();
  document.addEventListener("submit", (event) => {
    const key = event.submitter ?? event.target;
    const again = event.timeStamp - (sentAt.get(key) ?? -Infinity) < 4000;
    if (!again) return sentAt.set(key, event.timeStamp);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

export function closeMenus() {
  const close = (except) => {
    for (const menu of document.querySelectorAll(".pt-menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target.closest(".pt-menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".pt-menu[open]");
    if (!menu) return;
    close();
    menu.querySelector("summary").focus();
  });
}

// data-shown-if="name=value|value" or "name!=value": without script the question is always there.
export function showDependent(root) {
  for (const question of root.querySelectorAll("[data-shown-if]")) {
    const [, name, not, values] = question.dataset.shownIf.match(/^(.*?)(!?)=(.*)$/);
    const wanted = values.split("|");
    const form = question.closest("form");
    const update = () => {
      const given = new FormData(form).getAll(name);
      question.hidden = given.some((value) => wanted.includes(value)) === (not === "!");
    };
    form.addEventListener("change", update);
    update();
  }
}
