// Everything here makes a page that already works work better; nothing depends on it.
import { keepDrafts } from "./concept.js";
import { showChosenFiles } from "./bestanden.js";
import { warnBeforeSessionEnds } from "./sessie.js";
import { focusSummary, guardDoubleSubmit, closeMenus, showDependent } from "./formulier.js";

function start(root) {
  focusSummary(root);
  showDependent(root);
  keepDrafts(root);
}

guardDoubleSubmit();
closeMenus();
showChosenFiles();
warnBeforeSessionEnds();
start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
