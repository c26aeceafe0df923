// The overview strip on every page of a story: one tab stop, the arrow keys go along it, a click or Enter goes to the
// row on this page, the element with the id row-KEY. Without this script, and where there is none, it is a link to the
// comparison.

const stops = () => Array.from(document.querySelectorAll("#strip a"));
const rowOf = (stop) => stop.getAttribute("href").replace(/^.*#/, ""); // an SVG link has no `hash`
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// --- one tab stop, which outlives a swap of the strip

let current = "";

function makeCurrent(stop) {
  current = stop ? rowOf(stop) : "";
  stops().forEach((other) => other.setAttribute("tabindex", other === stop ? "0" : "-1"));
}

function prepare() {
  if (!document.getElementById("strip")) return;
  makeCurrent(stops().find((stop) => rowOf(stop) === current) ?? stops()[0]);
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

document.body.addEventListener("keydown", (event) => {
  const stop = event.target.closest("#strip a");
  if (stop && event.key in STEPS && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const all = stops();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(stop) + STEPS[event.key]))];
    makeCurrent(next);
    next.focus();
  }
  if (event.key === "/" && !typing(event.target) && !event.altKey && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// --- to a row: its first passage, so that reading goes on from there by keyboard; else the row itself

let visited = false;

export function goTo(row) {
  visited = true;
  makeCurrent(stops().find((stop) => rowOf(stop) === row.id));
  history.replaceState(null, "", `#${row.id}`);
  row.scrollIntoView({ block: "start" });
  const first = row.querySelector("[data-passage]") ?? row;
  if (first === row && !row.hasAttribute("tabindex")) row.tabIndex = -1;
  if (first !== row) first.scrollIntoView({ block: "nearest", inline: "nearest" }); // its column may be far to the right
  first.focus({ preventScroll: true });
}

document.body.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stop = event.target.closest("#strip a");
  const row = stop && document.getElementById(rowOf(stop));
  if (!row) return;
  event.preventDefault();
  goTo(row);
});

// From hit to hit: from the row that was gone to last, round and round.
document.body.addEventListener("click", (event) => {
  if (!event.target.closest("#next-hit")) return;
  const all = stops();
  const from = all.findIndex((stop) => rowOf(stop) === current && visited);
  const found = (stop) => stop.matches(".found");
  const next = all.slice(from + 1).find(found) ?? all.find(found);
  const row = next && document.getElementById(rowOf(next));
  if (!row) return;
  event.preventDefault();
  goTo(row);
});

// The address of the next row with something to decide that has not come yet; undefined when there is none.
export function openAfter(row) {
  const all = stops();
  const later = all.slice(all.findIndex((stop) => rowOf(stop) === row?.id) + 1);
  const next = later.find((stop) => stop.matches(".open:not(.out)") && !document.getElementById(rowOf(stop)));
  return next?.getAttribute("href");
}

// --- the filters, at once for a pointer; an empty search field is no part of the address

document.body.addEventListener("formdata", (event) => {
  if (event.target.id !== "filters") return;
  for (const name of ["q", "class", "reports"]) if (!event.formData.get(name)) event.formData.delete(name);
});

// --- an edit that moved no row tells only the stops of the rows that it changed

document.body.addEventListener("crossread:stops", (event) => {
  for (const news of event.detail.stops) {
    const stop = stops().find((other) => rowOf(other) === news.row);
    if (!stop) continue;
    stop.classList.remove("all", "some", "solo", "open");
    stop.classList.add(...news.classes.split(" "));
    stop.querySelector("title").textContent = news.name;
    stop.querySelector("path:not(.ground)").setAttribute("d", news.drawing);
  }
});

document.body.addEventListener("htmx:afterSettle", prepare);
prepare();
