// Everything here makes a page that already works work better; nothing depends on it.
import { keepDrafts } from "./concept.js";
import { showChosenFiles } from "./bestanden.js";
import { warnBeforeSessionEnds } from "./sessie.js";
import { closeMenus, focusAfterSwap, focusSummary, guardDoubleSubmit, showDependent, tellFailures } from "./formulier.js";

function start(root) {
  focusSummary(root);
  showDependent(root);
  keepDrafts(root);
}

guardDoubleSubmit();
closeMenus();
tellFailures();
showChosenFiles();
warnBeforeSessionEnds();
start(document);
document.addEventListener("htmx:load", ({ target }) => {
  if (target === document.body) return;
  start(target);
  focusAfterSwap(target);
});
