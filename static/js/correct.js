// Correcting by hand on the comparison page: what the keys do, and dragging a passage to another row.

import { say } from "./announce.js";
import { openForm } from "./editor.js";
import { selectedWords } from "./words.js";

const desk = document.getElementById("comparison");
const form = document.getElementById("corrections");
const rowOf = (element) => element.closest("tbody.row");
const keyOf = (row) => row.id.replace("row-", "");

// --- what this page shows goes along with every edit, so that the answer brings only what is otherwise now

export function shownRows() {
  const rows = Array.from(desk.querySelectorAll("tbody.row"), (row) => {
    const number = row.querySelector(".row-number")?.textContent ?? "";
    return `${keyOf(row)}:${row.dataset.stamp}:${number}`;
  });
  return [...(document.getElementById("earlier") ? ["+"] : []), ...rows, ...(document.getElementById("later") ? ["+"] : [])].join(" ");
}

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "post" || !desk) return;
  event.detail.parameters.rows = shownRows();
  const row = rowOf(event.detail.elt);
  if (row && !event.detail.parameters.row) event.detail.parameters.row = keyOf(row);
});

// --- edits and forms

function post(address, passage, more = {}) {
  const values = { ...more };
  if (passage) {
    values.row = keyOf(rowOf(passage));
    values.source = rowOf(passage).dataset.point ?? "";
  }
  htmx.ajax("POST", address, { source: form, target: "#told", swap: "none", values });
}

const ofPassage = (passage, what) => `/passages/${passage.dataset.passage}/${what}/`;

// A form's address as the page's own links have it: with how the desk is switched.
function switched(path, passage, more = []) {
  const query = new URLSearchParams(new FormData(form));
  query.delete("csrfmiddlewaretoken");
  query.set("row", keyOf(rowOf(passage)));
  more.forEach(([name, value]) => query.append(name, value));
  return `${path}?${query}`;
}

function atPoint(passage, act) {
  const point = rowOf(passage).dataset.point;
  if (point) act(point);
  else say("This row is no point: what stands in it stands in no other article.");
}

// --- passages that are selected together

const selected = new Set(); // their keys

function mark(passage) {
  const on = selected.has(passage.dataset.passage);
  if (passage.classList.contains("selected") === on) return;
  passage.classList.toggle("selected", on);
  const name = passage.getAttribute("aria-label").replace(/, selected$/, "");
  passage.setAttribute("aria-label", on ? `${name}, selected` : name);
}

const markAll = () => desk?.querySelectorAll("[data-passage]").forEach(mark);
document.body.addEventListener("htmx:afterSettle", markAll);

function toggle(passage) {
  const key = passage.dataset.passage;
  if (!selected.delete(key)) selected.add(key);
  desk.querySelectorAll(`[data-passage="${key}"]`).forEach(mark);
  const on = selected.has(key) ? "Selected" : "No longer selected";
  say(`${on}. ${selected.size === 1 ? "1 passage is" : `${selected.size} passages are`} selected.`);
}

const picked = (passage) => (selected.size ? [...selected] : [passage.dataset.passage]).map((key) => ["passage", key]);

// --- commands; each gets the passage that has the focus

export const corrections = form && {
  move(passage) {
    type();
    openForm(passage, switched(ofPassage(passage, "move"), passage));
  },
  takeOut(passage) {
    atPoint(passage, () => post(ofPassage(passage, "take-out"), passage));
  },
  setAside(passage) {
    post(ofPassage(passage, "set-aside"), passage);
  },
  cut(passage) {
    const words = selectedWords(document.getSelection());
    const at = words?.passage === passage ? [["at", words.start]] : [];
    openForm(passage, switched(ofPassage(passage, "split"), passage, at));
  },
  join(passage) {
    const [start, end] = passage.dataset.span.split("-");
    post(ofPassage(passage, "join"), passage, { start, end });
  },
  select: toggle,
  create(passage) {
    openForm(passage, switched(form.dataset.createUrl, passage, picked(passage)));
  },
  split(passage) {
    atPoint(passage, (point) => openForm(passage, switched(`/points/${point}/split/`, passage, picked(passage))));
  },
  merge(passage) {
    atPoint(passage, (point) => {
      type();
      openForm(passage, switched(`/points/${point}/merge/`, passage));
    });
  },
  name(passage) {
    atPoint(passage, (point) => openForm(passage, switched(`/points/${point}/correct/`, passage)));
  },
};

export const steps = form && {
  undo: (passage) => post(form.dataset.undoUrl, passage),
  redo: (passage) => post(form.dataset.redoUrl, passage),
};

// --- what is typed before the form is there goes into it

let ahead = null; // {typed, enter} from the key that asked for the form until it has come

function type() {
  ahead = { typed: "", enter: false };
}

document.addEventListener("keydown", (event) => {
  if (!ahead || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") ahead.enter = true;
  else if (event.key === "Backspace") ahead.typed = ahead.typed.slice(0, -1);
  else if (event.key.length === 1) ahead.typed += event.key;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.body.addEventListener("crossread:after", () => {
  const found = ahead;
  ahead = null;
  const input = desk?.querySelector("[data-choosing] input[name=to]");
  if (!found || !input) return;
  input.value += found.typed;
  if (found.typed) input.dispatchEvent(new Event("input", { bubbles: true }));
  if (found.enter) choose(input);
});
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failed, () => { ahead = null; });
}

// --- the list of points: narrower with every letter; Enter takes the one that is marked

const listOf = (input) => input.closest(".correction").querySelector("[data-choices]");

function narrow(input) {
  const words = input.value.trim().toLowerCase();
  const labels = Array.from(listOf(input).querySelectorAll("label"));
  const isNumber = /^\d+$/.test(words);
  for (const label of labels) {
    const said = isNumber ? label.dataset.number : label.querySelector(".words").textContent.toLowerCase();
    label.hidden = !(isNumber ? said.startsWith(words) : said.includes(words));
    if (label.hidden || !words) label.querySelector("input").checked = false;
  }
  const found = labels.filter((label) => !label.hidden);
  const best = found.find((label) => label.dataset.number === words) ?? found[0];
  if (words && best) tick(best);
  else if (words) say("No point has this number or these words.");
}

function tick(label) {
  label.querySelector("input").checked = true;
  label.scrollIntoView({ block: "nearest" });
  say(label.textContent.replace(/\s+/g, " ").trim());
}

function choose(input) {
  const list = listOf(input);
  if (!list.querySelector("input:checked")) return say("Type the number of a point, or words of its name.");
  return list.closest("form").requestSubmit(list.closest("form").querySelector("[data-choose]"));
}

desk?.addEventListener("input", (event) => {
  if (event.target.matches("[data-choosing] input[name=to]")) narrow(event.target);
});
desk?.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-choosing] input[name=to]") || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Enter") {
    choose(event.target);
    return;
  }
  const found = Array.from(listOf(event.target).querySelectorAll("label:not([hidden])"));
  const at = found.findIndex((label) => label.querySelector("input").checked);
  const next = found[Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
  if (next) tick(next);
});

// --- dragging a passage by its grip to another row

let dragged = null;

const accepts = (row) => dragged && row !== rowOf(dragged) && (row.dataset.point || rowOf(dragged).dataset.point);

function overRow(row) {
  desk.querySelectorAll("tbody.drop").forEach((other) => other !== row && other.classList.remove("drop"));
  row?.classList.add("drop");
}

desk?.addEventListener("dragstart", (event) => {
  const grip = event.target.closest?.(".grip");
  if (!grip) return;
  dragged = grip.closest("[data-passage]");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("[data-text]").textContent);
  event.dataTransfer.setDragImage(dragged, 12, 12);
  dragged.classList.add("dragged");
  say("Drop it on the row where it belongs.");
});
desk?.addEventListener("dragover", (event) => {
  const row = rowOf(event.target);
  if (!row || !accepts(row)) return overRow(null);
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  return overRow(row);
});
desk?.addEventListener("drop", (event) => {
  const row = rowOf(event.target);
  if (!row || !accepts(row)) return;
  event.preventDefault();
  const { point } = row.dataset;
  dragged.focus({ preventScroll: true });
  if (point) post(ofPassage(dragged, "move"), dragged, { point });
  else post(ofPassage(dragged, "take-out"), dragged);
});
desk?.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  overRow(null);
});
