// The end of a comparison that was under way: the page is loaded anew, unless somebody is in the middle of something.
// Then the notice that arrived stays, with its link, and nothing that was typed or looked up is lost.

import { say } from "./announce.js";

function busy() {
  const desk = document.getElementById("comparison");
  if (!desk) return false; // no comparison so far: nothing to read or to write on this page
  const typing = document.querySelector(".editor:not(:empty)");
  const reading = desk.contains(document.activeElement) || desk.scrollTop > 0 || window.scrollY > 0;
  return typing || reading || !document.getSelection().isCollapsed;
}

document.body.addEventListener("crossread:ready", () => {
  if (busy()) say(document.querySelector("#alignment p").textContent);
  else location.reload();
});
