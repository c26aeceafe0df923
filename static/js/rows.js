// Rows of the comparison that come as one scrolls to them, for links and for paper. Without this script there are pages
// with links from one to the next.

import { goTo } from "./strip.js";

const desk = document.getElementById("comparison");

// --- earlier rows come in above: what is in sight stays where it is

const scrolls = () => (getComputedStyle(desk).overflowY === "visible" ? document.scrollingElement : desk);
let anchor = null; // {row, top}: the first row below the ones that come

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "earlier") return;
  const row = event.detail.target.nextElementSibling;
  anchor = { row, top: row.getBoundingClientRect().top };
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (!anchor || event.detail.target.id !== "earlier") return;
  scrolls().scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
  anchor = null;
});

// --- a link to a row that is on another page

function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id.startsWith("row-")) return;
  const row = document.getElementById(id);
  if (row?.matches("tbody")) {
    if (new URLSearchParams(location.search).has("at")) goTo(row);
    return;
  }
  if (row) return;
  const link = document.querySelector(`#strip a[href$="#${CSS.escape(id)}"]`)?.getAttribute("href");
  const at = link && new URL(link, location.href);
  if (at && at.search !== location.search) location.replace(at);
}

// When all is loaded: until then the browser itself goes to the place in the address, and takes the focus away.
if (desk) {
  addEventListener("hashchange", arrive);
  if (document.readyState === "complete") arrive();
  else addEventListener("load", () => setTimeout(arrive));
}

// --- on paper are all rows: those that have not come yet are fetched before the browser prints

addEventListener("beforeprint", () => {
  for (const [id, other] of [["later", ".earlier"], ["earlier", ".later"]]) {
    for (let more = document.getElementById(id); more; more = document.getElementById(id)) {
      const request = new XMLHttpRequest();
      request.open("GET", more.querySelector("[hx-get]").getAttribute("hx-get"), false); // printing waits for no promise
      request.setRequestHeader("HX-Request", "true");
      request.send();
      if (request.status !== 200) return;
      const come = document.createElement("template");
      come.innerHTML = request.responseText;
      come.content.querySelector(other)?.remove();
      const rows = Array.from(come.content.children);
      more.replaceWith(...rows);
      rows.forEach((row) => htmx.process(row));
    }
  }
});

// --- the choices above the comparison: at once for a pointer, by the button for a keyboard, which changes a choice
// with every arrow; and the page comes back at the row that was in sight

const choices = document.getElementById("choices");
let pointed = false;
choices?.addEventListener("pointerdown", () => { pointed = true; });
choices?.addEventListener("keydown", () => { pointed = false; });
choices?.addEventListener("change", () => { if (pointed) choices.requestSubmit(); });
choices?.addEventListener("submit", () => {
  const row = rowInSight();
  if (row) choices.action = `${location.pathname}#${row.id}`;
});

function rowInSight() {
  const narrow = scrolls() !== desk;
  const top = narrow ? 0 : desk.getBoundingClientRect().top + desk.querySelector("thead").offsetHeight;
  return Array.from(desk.querySelectorAll("tbody.row")).find((body) => body.getBoundingClientRect().bottom > top + 4);
}

// One outlet after the other is read at the same row.
const outlets = document.getElementById("outlets");
const chosen = outlets?.querySelector("[aria-current]");
if (chosen) outlets.scrollLeft = chosen.offsetLeft - outlets.offsetLeft - 16;
outlets?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const row = link && rowInSight();
  if (row) link.hash = row.id;
});

document.getElementById("columns")?.addEventListener("formdata", ({ formData }) => {
  const chosen = formData.getAll("columns");
  formData.delete("columns");
  if (chosen.length) formData.set("columns", chosen.join(","));
});

// A narrow window folds them away; a wide one has no way to unfold them, and no need.
const view = document.querySelector(".toolbar .view");
const narrow = matchMedia("(max-width: 46rem)");
if (view) {
  view.open = !narrow.matches;
  narrow.addEventListener("change", () => { view.open = !narrow.matches; });
}

// --- the strip shows which rows are in sight

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    document.querySelector(`#strip a[href$="#${target.id}"]`)?.classList.toggle("sighted", isIntersecting);
  }
});

function watch() {
  desk.querySelectorAll("tbody.row").forEach((row) => seen.observe(row));
}

if (desk) {
  document.body.addEventListener("htmx:afterSettle", watch);
  watch();
}
