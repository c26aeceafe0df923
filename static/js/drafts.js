// What is typed in an annotation form outlives an expired session, a reload, or another form opened in between: this
// tab keeps it until the form is sent or cancelled.

import { say } from "./announce.js";

// Not typed: the token, the version, and how the desk is switched (STATE in views/desk.py).
const OURS = new Set(["csrfmiddlewaretoken", "version", "reference", "marks", "style", "notes", "columns", "outlet", "only", "class", "reports", "q"]);
const who = document.querySelector(".account summary")?.textContent ?? "";
const keyOf = (form) => `draft ${who} ${form.getAttribute("action")}`;
const formOf = (element) => element.closest("form.annotation-form");

export function forget(form) {
  sessionStorage.removeItem(keyOf(form));
}

document.body.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  const typed = {};
  for (const [name, value] of new FormData(form)) {
    if (!OURS.has(name)) (typed[name] ??= []).push(value);
  }
  sessionStorage.setItem(keyOf(form), JSON.stringify(typed));
});

function restore(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept) return;
  const typed = JSON.parse(kept);
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name)) continue;
    const values = typed[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  say("What you typed before is back.");
}

document.body.addEventListener("htmx:afterSettle", (event) => {
  // Only a form that was asked for: one that comes back with an error or a conflict holds what was typed already.
  if (event.detail.requestConfig.verb !== "get") return;
  event.detail.elt.querySelectorAll("form.annotation-form").forEach(restore);
});

// Before the answer is laid in: after it the form is gone, and nothing that is told to it arrives here.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { requestConfig, xhr } = event.detail;
  const form = formOf(event.detail.elt);
  const saved = xhr.status >= 200 && xhr.status < 400 && !xhr.getResponseHeader("HX-Redirect");
  if (form && saved && requestConfig.verb === "post") forget(form);
});
