// The ledger by keyboard: one tab stop among the cells with words, the arrow keys (or h j k l) go from one to the next,
// Enter shows the words of one and hides them again, as does Escape.

const ledger = document.getElementById("ledger");
const LINKS = "td a[aria-expanded]";
const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", k: "up", j: "down", h: "left", l: "right" };

function makeCurrent(link) {
  ledger.querySelectorAll(`${LINKS}[tabindex="0"]`).forEach((other) => { other.tabIndex = -1; });
  link.tabIndex = 0;
}

// A line that was swapped in has its links as the server wrote them.
function prepare() {
  const links = Array.from(ledger.querySelectorAll(LINKS));
  const stop = links.find((link) => link === document.activeElement)
    ?? links.find((link) => link.getAttribute("aria-expanded") === "true")
    ?? links.find((link) => link.getAttribute("tabindex") === "0") ?? links[0];
  links.forEach((link) => { link.tabIndex = -1; });
  if (stop) stop.tabIndex = 0;
}

function neighbour(link, direction) {
  const cell = link.closest("td");
  if (direction === "left" || direction === "right") {
    const links = Array.from(cell.parentElement.querySelectorAll(LINKS));
    return links[links.indexOf(link) + (direction === "right" ? 1 : -1)];
  }
  const column = Array.from(ledger.querySelectorAll(LINKS)).filter((other) => other.closest("td").cellIndex === cell.cellIndex);
  return column[column.indexOf(link) + (direction === "down" ? 1 : -1)];
}

ledger?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "Escape") {
    const open = event.target.closest("tbody")?.querySelector('a[aria-expanded="true"]');
    open?.focus(); // htmx gives the focus to what has the same id after the swap
    open?.click();
    return;
  }
  const link = event.target.closest(LINKS);
  const next = link && MOVES[event.key] && neighbour(link, MOVES[event.key]);
  if (link && MOVES[event.key]) event.preventDefault();
  next?.focus();
});
ledger?.addEventListener("focusin", (event) => {
  const link = event.target.closest(LINKS);
  if (link) makeCurrent(link);
});
if (ledger) {
  document.body.addEventListener("htmx:afterSettle", prepare);
  prepare();
}

// The choices: at once for a pointer, by the button for a keyboard, which changes a choice with every arrow.
const choices = document.getElementById("choices");
let pointed = false;
choices?.addEventListener("pointerdown", () => { pointed = true; });
choices?.addEventListener("keydown", () => { pointed = false; });
choices?.addEventListener("change", () => { if (pointed) choices.requestSubmit(); });
