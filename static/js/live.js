// What others do appears without a reload. #live asks for itself every few seconds and is answered 304 as long as nothing
// changed; else its answer brings the rows that others touched, in templates. Each is put in its place, unless one works
// in that row: then the row says who changed it, and shows it when asked. Nothing moves under the reader's eyes.

import { say } from "./announce.js";

const EVERY = 4_000; // ms between two looks
const FIRST = 600;
const LONGEST = 60_000; // as long as the server does not answer, each pause is twice the last
const live = () => document.getElementById("live");
const news = document.getElementById("news");
const table = document.getElementById("comparison");
// A wide window scrolls the table, a narrow one the page.
const scroller = () => (table && getComputedStyle(table).overflowY !== "visible" ? table : document.scrollingElement);

// --- when to look: not in a hidden tab, more seldom while the server is in trouble, never again after the sign-out

let pause = EVERY;
let timer = 0;
let ended = false;

function look() {
  clearTimeout(timer);
  if (!ended && !document.hidden && live()) htmx.trigger(live(), "crossread:look");
}

function lookIn(ms) {
  clearTimeout(timer);
  if (!ended) timer = setTimeout(look, ms);
}

function end(sentence, link) {
  ended = true;
  clearTimeout(timer);
  if (!sentence) return;
  tell("always", document.createElement("p"), sentence, link);
  say(sentence);
}

const ours = (event) => event.detail.requestConfig?.elt?.id === "live" || event.detail.elt?.id === "live";

document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));

document.body.addEventListener("htmx:configRequest", (event) => {
  if (ours(event)) event.detail.parameters.row = rowInSight();
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!ours(event)) return;
  const { successful, xhr } = event.detail;
  if (xhr.status === 403 || xhr.status === 404) end("This story is no longer open to you: its lead may have removed it or you.");
  pause = successful ? EVERY : Math.min(pause * 2, LONGEST);
  lookIn(pause);
});

// Trouble with a look is no trouble of the reader's: it is quiet, and tried again. Before announce.js hears of it.
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => { if (ours(event)) event.stopPropagation(); }, true);
}

document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const signIn = ours(event) && event.detail.xhr.getResponseHeader("HX-Redirect");
  if (!signIn) return;
  event.preventDefault(); // somebody may be in the middle of a sentence
  end("You are signed out. What you typed is still here. ", { href: signIn, words: "Sign in again" });
});

// --- where one is: at the row with the focus, else at the first in sight

const rows = () => (table ? Array.from(table.querySelectorAll("tbody.row")) : []);

function topOfSight() {
  if (scroller() !== table) return 0;
  return table.getBoundingClientRect().top + (table.querySelector("thead")?.offsetHeight ?? 0);
}

function firstInSight() {
  const top = topOfSight();
  return rows().find((row) => row.getBoundingClientRect().bottom > top + 4);
}

function rowInSight() {
  const row = document.activeElement?.closest("tbody.row") ?? firstInSight();
  return row ? row.id.replace(/^row-/, "") : "";
}

// --- whether somebody works in a row: a form, chosen words, the focus or the pointer on something that can be pressed.
// A script that is in the middle of something in a row (dragging, say) marks it by an element with data-busy.

function isBusy(row) {
  const { activeElement } = document;
  const selection = document.getSelection();
  return Boolean(
    row.querySelector(".editor:not(:empty), .card-acts:hover, [data-busy]") ||
    (row.contains(activeElement) && !activeElement.matches("[data-passage], [data-annotation]")) ||
    (!selection.isCollapsed && selection.rangeCount && selection.getRangeAt(0).intersectsNode(row)),
  );
}

// --- put a row in its place; the form below it stays, with what was typed

const CELLS = ":scope > tr:not(.editor-row)";

function put(row, template) {
  const fresh = template.content.querySelector("tbody");
  const focused = row.contains(document.activeElement) ? document.activeElement.id : "";
  const reached = row.querySelector(`[tabindex="0"]`)?.id;
  const opened = Array.from(row.querySelectorAll(".open[id]"), (stop) => stop.id);
  const unfolded = Array.from(row.querySelectorAll("details[open]"), (list) => list.closest("td")?.dataset.article);
  row.querySelectorAll(`${CELLS}, .told`).forEach((old) => old.remove());
  row.prepend(...document.importNode(fresh, true).querySelectorAll(CELLS));
  row.className = fresh.className;
  row.dataset.stamp = fresh.dataset.stamp; // what goes along with an edit
  row.classList.add("changed");
  const inside = (id) => (id ? row.querySelector(`[id="${CSS.escape(id)}"]`) : null);
  opened.forEach((id) => inside(id)?.classList.add("open"));
  unfolded.forEach((article) => row.querySelector(`td[data-article="${article}"] details`)?.setAttribute("open", ""));
  const stop = inside(reached);
  if (stop) stop.tabIndex = 0;
  htmx.process(row);
  if (focused) (inside(focused) ?? row.querySelector("[data-passage]"))?.focus({ preventScroll: true });
}

// What one reads stays where it is on the screen, whatever grows or shrinks above it.

let last = null; // the passage or note that had the focus last

const topOf = (element) => element.getBoundingClientRect().top;

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > topOfSight() && top < window.innerHeight;
}

function place() {
  const row = firstInSight();
  const stops = Array.from(row?.querySelectorAll("[data-passage], [data-annotation]") ?? []);
  const form = document.activeElement?.closest("#comparison .editor");
  const at = form ?? (last?.isConnected && isInSight(last) ? last : stops.find(isInSight) ?? row);
  const home = at?.closest("tbody.row");
  return at ? { id: at.id, top: topOf(at), row: home.id, rowTop: topOf(home), focused: at === last } : null;
}

function backTo(was) {
  const same = was && document.getElementById(was.id);
  const row = was && document.getElementById(was.row);
  if (!same && !row) return;
  scroller().scrollTop += same ? topOf(same) - was.top : topOf(row) - was.rowTop;
}

function withoutShift(change) {
  const was = place();
  table.classList.add("settling"); // the browser's own anchoring would move it once more
  change();
  backTo(was);
  requestAnimationFrame(() => table.classList.remove("settling"));
}

function told(row, notice, template) {
  row.querySelector(".told")?.remove();
  const paragraph = document.importNode(notice.content, true).firstElementChild;
  paragraph.append(template); // what it shows
  const form = row.querySelector(".editor:not(:empty)");
  if (form) form.before(paragraph); // the row's head may be out of sight
  else row.querySelector("th[scope=row]").append(paragraph);
}

table?.addEventListener("click", (event) => {
  const show = event.target.closest("[data-show]");
  if (!show) return;
  const row = show.closest("tbody.row");
  const template = show.closest(".told").querySelector("template");
  withoutShift(() => put(row, template)); // and the notice goes
  row.querySelector("[data-passage]")?.focus({ preventScroll: true });
  htmx.trigger(row, "htmx:afterSettle", { elt: row, requestConfig: {} }); // as after every swap
});

// --- what is said at the lower edge, over the page, so that nothing moves

function tell(kind, content, sentence, link) {
  news.replaceChildren(content);
  if (sentence) news.firstElementChild.append(sentence);
  if (link) news.firstElementChild.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.words }));
  const close = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "Not now" });
  close.addEventListener("click", () => { news.hidden = true; });
  news.append(close);
  news.dataset.kind = kind;
  news.hidden = false;
}

// The page anew, at the very place.
news?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-anew]")) return;
  event.preventDefault();
  const was = table && place();
  if (!was) return location.reload();
  sessionStorage.setItem("place", JSON.stringify(was));
  const address = new URL(location.href);
  address.searchParams.delete("page");
  address.searchParams.set("at", was.row.replace(/^row-/, "")); // a long comparison comes page by page
  address.hash = was.row;
  history.replaceState(history.state, "", address);
  location.reload();
});

function comeBack() {
  const was = JSON.parse(sessionStorage.getItem("place"));
  sessionStorage.removeItem("place");
  if (!was || !table) return;
  backTo(was);
  if (was.focused) document.getElementById(was.id)?.focus({ preventScroll: true });
}

window.addEventListener("load", () => setTimeout(comeBack)); // after the browser has gone to the row in the address

// --- who is where: a name in the row's head, beside the list in the head of the page

document.body.addEventListener("click", (event) => {
  const link = event.target.closest("#live li [data-row]");
  const row = link && document.getElementById(`row-${link.dataset.row}`);
  if (!row) return; // on another page, to which the link leads
  event.preventDefault();
  row.scrollIntoView({ block: "start" });
  row.querySelector("[data-passage]")?.focus({ preventScroll: true });
});

function signs() {
  table?.querySelectorAll(".with").forEach((sign) => sign.remove());
  live().querySelectorAll("li [data-row]").forEach((link) => {
    const head = document.getElementById(`row-${link.dataset.row}`)?.querySelector("th[scope=row]");
    if (!head) return;
    let sign = head.querySelector(".with");
    if (!sign) {
      sign = Object.assign(document.createElement("span"), { className: "with" });
      sign.setAttribute("aria-hidden", "true"); // the list says it
      head.append(sign);
    } else sign.append(", ");
    sign.append(link.textContent);
  });
}

// --- an answer

let order = live()?.dataset.order;

function arrive(answer) {
  const templates = Array.from(answer.querySelectorAll("template[data-row]"));
  const find = (name, value) => answer.querySelector(`template[data-${name}="${CSS.escape(value)}"]`);
  if (table && templates.length) {
    withoutShift(() => {
      for (const template of templates) {
        const row = document.getElementById(template.dataset.row);
        if (!row) continue; // left out by a filter, or not there yet: the news say so
        if (isBusy(row)) told(row, find("told", row.id), template);
        else put(row, template);
      }
      answer.querySelectorAll("template[data-place]").forEach((template) => {
        const old = document.getElementById(template.dataset.place);
        if (!old || old.contains(document.activeElement) || old.querySelector("details[open]")) return;
        old.replaceWith(document.importNode(template.content, true));
      });
    });
  }
  const moved = "moved" in answer.dataset && answer.dataset.order !== order;
  order = answer.dataset.order ?? order;
  const message = answer.querySelector("template[data-news]");
  const progress = document.getElementById("alignment"); // tells by itself how far the engine is
  const kind = message?.dataset.news;
  if (kind === "always" || (kind === "moved" && moved) || (kind === "comparing" && !progress)) {
    tell(kind, document.importNode(message.content, true));
  } else if (!message && news.dataset.kind === "comparing") news.hidden = true;
  answer.querySelectorAll("template").forEach((template) => template.remove());
  signs();
}

document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "live") arrive(event.target); });
document.body.addEventListener("htmx:afterSettle", (event) => { if (event.target.id !== "live" && live()) signs(); });

// A row is no news any more once one is at it.
table?.addEventListener("focusin", (event) => {
  event.target.closest("tbody.changed")?.classList.remove("changed");
  last = event.target.closest("[data-passage], [data-annotation]") ?? last;
});

if (live()) lookIn(FIRST);
