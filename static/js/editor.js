// The place below a row for a form: one at a time, and the focus comes back to where it was asked for.

import { forget } from "./drafts.js";

const desk = document.getElementById("comparison");

let opener = null; // the id of what the form is about

export function open(id) {
  document.getElementById(opener)?.classList.remove("open");
  opener = id;
  const from = document.getElementById(id);
  from.classList.add("open");
  desk.querySelectorAll(".editor").forEach((editor) => editor.replaceChildren());
  from.scrollIntoView({ block: "nearest" });
}

export function close(editor) {
  editor.querySelectorAll("form").forEach(forget);
  editor.replaceChildren();
  const from = document.getElementById(opener);
  from?.classList.remove("open");
  from?.focus();
}

// Fetches a form about `from` into the place below its row.
export function openForm(from, address, link) {
  open(from.id);
  from.scrollIntoView({ block: "start" }); // the form covers the lower half
  const row = from.closest("tbody.row");
  const target = link?.getAttribute("hx-target") ?? `#${row.querySelector(".editor").id}`;
  return htmx.ajax("GET", address, { target, swap: "innerHTML", source: link ?? row });
}

// What was sent and done leaves its form behind where its row stays as it is.
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig, elt } = event.detail;
  if (requestConfig.verb !== "post" || xhr.status < 200 || xhr.status >= 400) return;
  const editor = elt.closest(".editor");
  if (editor?.isConnected) editor.replaceChildren();
  document.getElementById(opener)?.classList.remove("open");
});
