// Which key does what: one table, which the editor may change. What they chose stays in this browser.

// name: [usual key, what it does, for whom: "" everybody, "edit" who may correct]
const TABLE = {
  down: ["j", "to the passage below", ""],
  up: ["k", "to the passage above", ""],
  left: ["h", "to the passage on the left", ""],
  right: ["l", "to the passage on the right", ""],
  proposal: ["p", "to the next proposal", ""],
  reference: ["r", "make this outlet the reference", ""],
  annotate: ["a", "annotate the selected words, or the passage", "edit"],
  accept: ["y", "on a note: accept it, and go on to the next proposal", "edit"],
  dismiss: ["n", "on a note: dismiss it, and go on to the next proposal", "edit"],
  move: ["m", "move the passage: type the number of its point, then Enter; and all else to correct about it", "edit"],
  takeOut: ["t", "take the passage out of its point", "edit"],
  setAside: ["x", "set the passage aside as furniture", "edit"],
  cut: ["S", "split the passage, in front of the selected words", "edit"],
  join: ["J", "join the passage with the next one", "edit"],
  select: [" ", "select the passage, for a new point or a split", "edit"],
  create: ["N", "make a point of the selected passages", "edit"],
  split: ["s", "split the point: the selected passages go into a new one", "edit"],
  merge: ["g", "merge the point into another: type its number, then Enter", "edit"],
  name: ["e", "name, lock or place the point; mark absences as checked", "edit"],
  undo: ["u", "undo your last step", "edit"],
  redo: ["U", "do again what you undid", "edit"],
  keys: ["?", "show the keys", ""],
};
const FIXED = [
  ["↑ ↓ ← →", "the same as the four keys above"],
  ["Shift + → ←", "select words of the passage; with Alt, move the start"],
  ["Enter", "the same as annotate"],
  ["/", "search"],
  ["Esc", "close the form or the notice"],
];
const TAKEN = new Set(["/", "Enter", "Escape", "Tab", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown"]);
const STORE = "crossread keys";
const mayEdit = document.getElementById("corrections") !== null;
const names = Object.keys(TABLE).filter((name) => mayEdit || !TABLE[name][2]);

let own = read();

function read() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // somebody else wrote there
  }
}

function keep() {
  localStorage.setItem(STORE, JSON.stringify(own));
}

const keyOf = (name) => own[name] ?? TABLE[name][0];
const shown = (key) => (key === " " ? "Space" : key);

// The command that a key press calls; undefined while one types, with the browser's own modifiers, or when keys are off.
export function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return undefined;
  if (own.off && event.key !== keyOf("keys")) return undefined;
  return names.find((name) => keyOf(name) === event.key);
}

// --- the dialog that shows them, and in which they are changed

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

let dialog = null;
let waiting = null; // the command for which the next key is meant

function rowOf(name) {
  const change = make("button", { type: "button", className: "quiet", textContent: "Change" });
  change.append(make("span", { className: "visually-hidden", textContent: `: ${TABLE[name][1]}` }));
  change.dataset.change = name;
  const key = make("kbd", { textContent: shown(keyOf(name)) });
  return make("tr", {}, make("td", {}, key), make("td", { textContent: TABLE[name][1] }), make("td", {}, change));
}

function fill() {
  const body = dialog.querySelector("tbody");
  const fixed = FIXED.map(([key, what]) => make("tr", {}, make("td", {}, make("kbd", { textContent: key })), make("td", { textContent: what }), make("td", {})));
  body.replaceChildren(...names.map(rowOf), ...fixed);
}

function tell(sentence) {
  dialog.querySelector("[role=status]").textContent = sentence;
}

function build() {
  const head = ["Key", "What it does", "Change"].map((text) => make("th", { scope: "col", textContent: text }));
  const off = make("input", { type: "checkbox", id: "keys-off", checked: Boolean(own.off) });
  off.addEventListener("change", () => {
    own.off = off.checked || undefined;
    keep();
    tell(off.checked ? `Single keys are off, but for ${shown(keyOf("keys"))}.` : "Single keys are on.");
  });
  const reset = make("button", { type: "button", className: "plain", textContent: "Reset all" });
  reset.addEventListener("click", () => {
    own = {};
    keep();
    off.checked = false;
    fill();
    tell("All keys are as they were made.");
  });
  const close = make("button", { type: "button", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  dialog = make(
    "dialog",
    { id: "keys", className: "keys-dialog" },
    make("h2", { id: "keys-title", textContent: "Keys" }),
    make("p", { className: "help", textContent: "They work while a passage or a note has the focus. What you change stays in this browser." }),
    make("p", { className: "outcome" }),
    make("table", { className: "list" }, make("thead", {}, make("tr", {}, ...head)), make("tbody")),
    make("p", { className: "acts" }, close, reset, make("label", { htmlFor: "keys-off" }, off, " Single keys off")),
  );
  dialog.querySelector(".outcome").setAttribute("role", "status");
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.addEventListener("click", (event) => {
    const name = event.target.closest("[data-change]")?.dataset.change;
    if (!name) return;
    waiting = name;
    tell(`Press the new key for: ${TABLE[name][1]}. Esc leaves it as it is.`);
  });
  dialog.addEventListener("keydown", change);
  document.body.append(dialog);
}

function change(event) {
  if (!waiting || ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const name = waiting;
  const key = event.key;
  if (key === "Escape") {
    waiting = null;
    return tell("Left as it is.");
  }
  if (event.ctrlKey || event.metaKey || event.altKey || TAKEN.has(key) || key.startsWith("Arrow") || key.length > 1) {
    return tell(`${shown(key)} has a use of its own. Press another key.`);
  }
  const other = names.find((found) => found !== name && keyOf(found) === key);
  if (other) return tell(`${shown(key)} is taken: ${TABLE[other][1]}. Press another key.`);
  waiting = null;
  own[name] = key;
  keep();
  fill();
  tell(`${shown(key)}: ${TABLE[name][1]}.`);
  dialog.querySelector(`[data-change="${name}"]`).focus();
  return undefined;
}

let from = null; // where the focus was

export function showKeys() {
  if (!dialog) {
    build();
    dialog.addEventListener("close", () => {
      waiting = null;
      from?.focus();
    });
  }
  from = document.activeElement;
  fill();
  tell("");
  dialog.showModal();
}

const button = document.getElementById("show-keys");
if (button) {
  button.hidden = false;
  button.addEventListener("click", showKeys);
}

