// The place below a row for a form: one at a time, and the focus comes back to where it was asked for.

import { forget } from "./drafts.js";

const desk = document.getElementById("comparison");

let opener = null; // what the form is about, or where the last edit was asked for
let opened = null; // its id, as long as it is marked

// A row that is made anew has the same places in it.
const place = () => (opener?.isConnected ? opener : document.getElementById(opener?.id ?? ""));

// The tab stop among the passages and notes.
export const currentStop = () => desk.querySelector(':is([data-passage], [data-annotation])[tabindex="0"]');

function unmark() {
  document.getElementById(opened)?.classList.remove("open");
  opened = null;
}

export function open(id) {
  unmark();
  const from = document.getElementById(id);
  opener = from;
  opened = id;
  from.classList.add("open");
  desk.querySelectorAll(".editor").forEach((editor) => editor.replaceChildren());
  from.scrollIntoView({ block: "nearest" });
}

export function close(editor) {
  editor.querySelectorAll("form").forEach(forget);
  editor.replaceChildren();
  unmark();
  (place() ?? currentStop())?.focus();
}

// Fetches a form about `from` into the place below its row.
export function openForm(from, address, link) {
  open(from.id);
  from.scrollIntoView({ block: "start" }); // the form covers the lower half
  const row = from.closest("tbody.row");
  const target = link?.getAttribute("hx-target") ?? `#${row.querySelector(".editor").id}`;
  return htmx.ajax("GET", address, { target, swap: "innerHTML", source: link ?? row });
}

// An edit may be refused without a form.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb !== "post") return;
  const from = document.activeElement;
  if (!from.closest(".editor, #told")) opener = from === document.body ? null : from;
});

// What was sent and done leaves its form behind where its row stays as it is.
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig, elt } = event.detail;
  if (requestConfig.verb !== "post" || xhr.status < 200 || xhr.status >= 400) return;
  const editor = elt.closest(".editor");
  if (editor?.isConnected) editor.replaceChildren();
  document.getElementById("told")?.replaceChildren();
  unmark();
});
