// One question at a time, by single keys. Each key presses what stands on the page with that data-key; without this
// script they are links and buttons all the same.

import { forget } from "./drafts.js";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const item = () => document.getElementById("item");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") {
    if (!event.target.closest("#item")) return;
    const cancel = item()?.querySelector("[data-close]");
    if (cancel) cancel.click();
    else if (typing(event.target)) document.getElementById("item-heading").focus();
    return;
  }
  if (typing(event.target) || event.target.closest("summary")) return;
  if (event.repeat || document.querySelector("#item.htmx-request, #item .htmx-request")) return; // one answer for one look
  const control = document.querySelector(`#item [data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  if (control.matches("select")) control.focus();
  else control.click();
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-close]");
  if (cancel) forget(cancel.closest("form"));
});

// --- the strip shows the row that the question is about

function markRow() {
  const key = item()?.dataset.row;
  document.querySelectorAll("#strip a").forEach((stop) => {
    const here = stop.getAttribute("href").endsWith(`#row-${key}`);
    stop.classList.toggle("sighted", here);
    if (here) stop.setAttribute("aria-current", "true");
    else stop.removeAttribute("aria-current");
  });
}

document.body.addEventListener("htmx:afterSettle", markRow);

// --- on a low window the question comes before all that stands above it

const low = matchMedia("(max-height: 40rem)");

function bringUp() {
  const unread = document.querySelector("#main > .notice");
  if (low.matches && !location.hash && !unread && item()?.querySelector(".acts")) item().scrollIntoView();
}

document.body.addEventListener("crossread:after", () => { // announce.js has put the focus there
  if (document.activeElement.id === "item-heading") bringUp();
});
bringUp();
