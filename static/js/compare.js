// The comparison page by keyboard, mouse and touch. Without this script every action is still there as a link or button.

import { say } from "./announce.js";
import { corrections, steps } from "./correct.js";
import { close as closeEditor, currentStop, open, openForm } from "./editor.js";
import { commandOf, showKeys } from "./keys.js";
import { openAfter } from "./strip.js";
import { rangeOf, selectedWords, textOf, wordsOf } from "./words.js";

const desk = document.getElementById("comparison");
const KINDS = "[data-passage], [data-annotation]"; // what the arrow keys stop at
const stops = () => Array.from(desk.querySelectorAll(KINDS)).filter((stop) => stop.checkVisibility());

// --- one tab stop among the passages; the arrow keys (or h j k l) go from one to the next

// Links and buttons inside a stop are reached by Tab from it, and only from it: a long page has hundreds.
function reach(stop, tabIndex) {
  stop.querySelectorAll("a, button").forEach((control) => { control.tabIndex = tabIndex; });
}

// What can be done about the row, or is in its empty cells, is reached from its stops.
const BESIDE = "th[scope=row], td.absent";

function reachRow(stop, tabIndex) {
  stop.closest("tbody.row")?.querySelectorAll(BESIDE).forEach((cell) => reach(cell, tabIndex));
}

function makeCurrent(stop) {
  desk.querySelectorAll(`:is(${KINDS})[tabindex="0"]`).forEach((other) => {
    other.tabIndex = -1;
    reach(other, -1);
    reachRow(other, -1);
  });
  stop.tabIndex = 0;
  reach(stop, 0);
  reachRow(stop, 0);
}

function prepare() {
  if (!desk) return;
  const all = Array.from(desk.querySelectorAll(KINDS));
  all.filter((stop) => stop.tabIndex !== 0).forEach((stop) => reach(stop, -1));
  desk.querySelectorAll(BESIDE).forEach((cell) => reach(cell, -1));
  const current = all.find((stop) => stop.tabIndex === 0) ?? all[0];
  if (current) makeCurrent(current);
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
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right",
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
  openForm(passage, url.pathname + url.search, link);
  hideButton();
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

// --- keys: the commands of keys.js, and the keys that nobody changes

function nextProposal(stop) {
  const all = stops();
  return all.slice(all.indexOf(stop) + 1).find((other) => other.matches(".card.proposed"));
}

function toNextProposal(stop) {
  const after = nextProposal(stop);
  const later = after ? null : openAfter(stop.closest("tbody.row"));
  if (after) after.focus();
  else if (later) location.assign(later); // its rows have not come yet
  else say("No proposal after this one.");
}

function makeReference(stop) {
  const url = new URL(location);
  url.searchParams.set("reference", stop.closest("td").dataset.article);
  url.hash = stop.closest("tbody.row").id;
  location.assign(url);
}

const atStops = { proposal: toNextProposal, reference: makeReference };
const onCards = { accept: "[data-accept]", dismiss: "[data-dismiss]" };
const ways = ["up", "down", "left", "right"];
const moving = [...ways, "proposal"];

// One answer for one look: while one is under way, and while a key is held, only moving goes on.
const UNDER_WAY = ":is(tbody.row, #unplaced, #steps) .htmx-request, tbody.row.htmx-request, #corrections.htmx-request";

// Who decides by keys goes on to the next proposal, once the answer is there and says nothing else.
let next = "";
document.body.addEventListener("crossread:after", () => {
  if (!document.activeElement.closest(".editor, [role=alert]")) document.getElementById(next)?.focus();
  next = "";
});

// Whether the command was done.
function run(command, stop, target) {
  const card = target.closest("[data-annotation]");
  if (command in onCards) {
    const act = card?.querySelector(onCards[command]);
    if (act) next = nextProposal(card)?.id ?? "";
    act?.click();
    return Boolean(card);
  }
  if (command === "keys") return showKeys() ?? true;
  if (steps && command in steps) return steps[command](target.closest("[data-passage]")) ?? true;
  if (!stop || target !== stop) return false;
  if (ways.includes(command)) neighbour(stop, command)?.focus();
  else if (command in atStops) atStops[command](stop);
  else if (!stop.matches("[data-passage]")) return false;
  else if (command === "annotate") annotate(stop, selectedWords(document.getSelection()));
  else corrections?.[command]?.(stop);
  return true;
}

const PLACES = ".editor, #told"; // where forms and refusals stand

function onKey(event) {
  if (event.key === "Escape") {
    const editor = event.target.closest(PLACES);
    if (editor) {
      event.preventDefault();
      closeEditor(editor);
    } else {
      document.getElementById("told")?.replaceChildren(); // a quiet line, which never had the focus
    }
    return;
  }
  if (event.defaultPrevented) return;
  const stop = event.target.closest(`#comparison :is(${KINDS})`);
  const command = commandOf(event);
  if (command) {
    if (moving.includes(command)) {
      // Nothing has the focus yet, or only what is around the table: enter it.
      if (event.target.contains(desk)) {
        event.preventDefault();
        currentStop()?.focus();
        return;
      }
    } else if (event.repeat || document.querySelector(UNDER_WAY)) {
      if (event.target === stop) event.preventDefault();
      return;
    }
    // The space bar presses what has the focus, and scrolls, unless that is a passage.
    if (run(command, stop, event.target)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.target !== stop) return;
  if (event.shiftKey && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) && stop.matches("[data-passage]")) {
    event.preventDefault();
    if (event.altKey && event.key === "ArrowRight") moveStart(stop);
    else chooseWords(stop, event.key);
    return;
  }
  if (event.altKey || event.shiftKey) return;
  if (MOVES[event.key] || event.key === "Enter") {
    event.preventDefault();
    run(MOVES[event.key] ?? "annotate", stop, stop);
  }
}

if (desk) document.body.addEventListener("keydown", onKey);

desk?.addEventListener("focusin", (event) => {
  const stop = event.target.closest(KINDS);
  if (stop) makeCurrent(stop);
  const passage = event.target.closest("[data-passage]");
  if (passage && chosen?.passage !== passage) chosen = null;
});

desk?.addEventListener("click", (event) => {
  const link = event.target.closest("a.annotate, a.correct");
  const about = link?.closest("[data-passage]") ?? link?.closest("tbody.row")?.querySelector("[data-passage]");
  if (about) open(about.id);
  const edit = event.target.closest("[data-edit]");
  if (edit) open(edit.closest("[data-annotation]").id);
});

document.body.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (!close) return;
  event.preventDefault();
  closeEditor(close.closest(PLACES));
});

document.body.addEventListener("htmx:afterSettle", prepare);
prepare();
