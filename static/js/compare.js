// The comparison page by keyboard, mouse and touch. Without this script every action is still there as a link or button.

import { say } from "./announce.js";
import { forget } from "./drafts.js";
import { openAfter } from "./strip.js";
import { rangeOf, selectedWords, textOf, wordsOf } from "./words.js";

const desk = document.getElementById("comparison");
const KINDS = "[data-passage], [data-annotation]"; // what the arrow keys stop at
const stops = () => Array.from(desk.querySelectorAll(KINDS)).filter((stop) => stop.checkVisibility());
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// --- one tab stop among the passages; the arrow keys (or h j k l) go from one to the next

// Links and buttons inside a stop are reached by Tab from it, and only from it: a long page has hundreds.
function reach(stop, tabIndex) {
  stop.querySelectorAll("a, button").forEach((control) => { control.tabIndex = tabIndex; });
}

function makeCurrent(stop) {
  desk.querySelectorAll(`:is(${KINDS})[tabindex="0"]`).forEach((other) => {
    other.tabIndex = -1;
    reach(other, -1);
  });
  stop.tabIndex = 0;
  reach(stop, 0);
}

function prepare() {
  if (!desk) return;
  const all = Array.from(desk.querySelectorAll(KINDS));
  all.filter((stop) => stop.tabIndex !== 0).forEach((stop) => reach(stop, -1));
  if (all.length && !all.some((stop) => stop.tabIndex === 0)) makeCurrent(all[0]);
}

function neighbour(stop, direction) {
  const cell = stop.closest("td");
  if (!cell) return null;
  if (direction === "up" || direction === "down") {
    const column = stops().filter((other) => other.closest("td")?.dataset.article === cell.dataset.article);
    return column[column.indexOf(stop) + (direction === "down" ? 1 : -1)];
  }
  const step = direction === "right" ? "nextElementSibling" : "previousElementSibling";
  for (let other = cell[step]; other; other = other[step]) {
    const found = other.querySelector("[data-passage]");
    if (found) return found;
  }
  return null;
}

const MOVES = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", k: "up", j: "down", h: "left", l: "right",
};

// --- words in the focused passage: Shift with the arrow keys

let chosen = null; // {passage, anchor, focus}: numbers of words

function chooseWords(passage, key) {
  const words = wordsOf(textOf(passage));
  if (!words.length) return;
  if (chosen?.passage !== passage) {
    chosen = { passage, anchor: 0, focus: -1 };
    if (key === "ArrowLeft") chosen.anchor = chosen.focus = words.length;
  }
  const last = words.length - 1;
  const goal = { ArrowRight: chosen.focus + 1, ArrowLeft: chosen.focus - 1, End: last, Home: 0 }[key];
  chosen.focus = Math.max(0, Math.min(last, goal));
  chosen.anchor = Math.min(chosen.anchor, last);
  const [from, to] = [Math.min(chosen.anchor, chosen.focus), Math.max(chosen.anchor, chosen.focus)];
  const range = rangeOf(passage, words[from][0], words[to][1]);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  say(`Selected: ${selection.toString()}`);
}

// Without Shift the arrow keys move the passage; with it and Alt the start of the selection moves on, so that words in
// the middle can be reached.
function moveStart(passage) {
  if (chosen?.passage !== passage) return;
  const words = wordsOf(textOf(passage));
  chosen.anchor = Math.min(chosen.anchor + 1, words.length - 1);
  chosen.focus = Math.max(chosen.focus, chosen.anchor) - 1;
  chooseWords(passage, "ArrowRight");
}

// --- annotate

function annotate(passage, words) {
  const link = passage.querySelector("a.annotate");
  if (!link) return;
  const url = new URL(link.href);
  if (words) {
    url.searchParams.set("start", words.start);
    url.searchParams.set("end", words.end);
  }
  open(passage.id);
  htmx.ajax("GET", url.pathname + url.search, { target: link.getAttribute("hx-target"), swap: "innerHTML", source: link });
  hideButton();
}

let opener = null; // where the focus returns when the form is closed

function open(id) {
  document.getElementById(opener)?.classList.remove("open");
  opener = id;
  document.getElementById(id).classList.add("open");
  desk.querySelectorAll(".editor").forEach((editor) => editor.replaceChildren()); // one form at a time
  document.getElementById(id).scrollIntoView({ block: "start" }); // the form covers the lower half
}

function closeEditor(editor) {
  editor.querySelectorAll("form").forEach(forget);
  editor.replaceChildren();
  const from = document.getElementById(opener);
  from?.classList.remove("open");
  from?.focus();
}

// --- a button beside the selected words, for mouse and touch

const button = document.getElementById("annotate-selection");
let pressed = null; // the words while the button is pressed: on some touch screens the tap itself drops the selection

function hideButton() {
  if (button && !pressed) button.hidden = true;
}

document.addEventListener("selectionchange", () => {
  const words = selectedWords(document.getSelection());
  if (!words || !words.passage.querySelector("a.annotate")) return hideButton();
  const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
  button.hidden = false;
  const top = Math.min(box.bottom + 6, window.innerHeight - button.offsetHeight - 8);
  const left = Math.max(8, Math.min(box.left, window.innerWidth - button.offsetWidth - 8));
  button.style.setProperty("top", `${top}px`);
  button.style.setProperty("left", `${left}px`);
});
document.addEventListener("pointerdown", () => { pressed = null; }, true); // one that slid off the button before
button?.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // a click would drop the selection
  pressed = selectedWords(document.getSelection());
});
button?.addEventListener("click", () => {
  const words = pressed ?? selectedWords(document.getSelection());
  pressed = null;
  if (words) annotate(words.passage, words);
  hideButton();
});

// --- keys

desk?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const editor = event.target.closest(".editor");
    if (editor) {
      event.preventDefault();
      closeEditor(editor);
    }
    return;
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey) return;
  const card = event.target.closest("[data-annotation]");
  if (card && (event.key === "y" || event.key === "n")) {
    card.querySelector(event.key === "y" ? "[data-accept]" : "[data-dismiss]")?.click();
    return;
  }
  const stop = event.target.closest(KINDS);
  if (!stop || event.target !== stop) return;
  if (MOVES[event.key] && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    neighbour(stop, MOVES[event.key])?.focus();
    return;
  }
  if (event.key === "p") {
    const all = stops();
    const after = all.slice(all.indexOf(stop) + 1).find((other) => other.matches(".card.proposed"));
    if (after) return after.focus();
    const later = openAfter(stop.closest("tbody.row"));
    if (later) location.assign(later); // its rows have not come yet
    else say("No proposal after this one.");
    return;
  }
  const passage = stop.matches("[data-passage]") ? stop : null;
  if (!passage) return;
  if (event.shiftKey && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    event.preventDefault();
    if (event.altKey && event.key === "ArrowRight") moveStart(passage);
    else chooseWords(passage, event.key);
    return;
  }
  if (event.altKey || event.shiftKey) return;
  if (event.key === "Enter" || event.key === "a") {
    event.preventDefault();
    annotate(passage, selectedWords(document.getSelection()));
  }
});

desk?.addEventListener("focusin", (event) => {
  const stop = event.target.closest(KINDS);
  if (stop) makeCurrent(stop);
  const passage = event.target.closest("[data-passage]");
  if (passage && chosen?.passage !== passage) chosen = null;
});

desk?.addEventListener("click", (event) => {
  const link = event.target.closest("a.annotate");
  if (link) open(link.closest("[data-passage]").id);
  const edit = event.target.closest("[data-edit]");
  if (edit) open(edit.closest("[data-annotation]").id);
  const close = event.target.closest("[data-close]");
  if (close) {
    event.preventDefault();
    closeEditor(close.closest(".editor"));
  }
});

document.body.addEventListener("htmx:afterSettle", prepare);
prepare();
