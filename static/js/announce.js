// What must happen after a fragment is swapped in: say what changed, put the focus where the work goes on, and never
// fail in silence. The server sends the header HX-Trigger-After-Settle: {"crossread:after": {"say": "…", "focus": ["#first choice", "#else"]}}.

const announcer = document.getElementById("announcer");

export function say(sentence) {
  announcer.textContent = "";
  // A pause, so that the same sentence twice is spoken twice.
  setTimeout(() => { announcer.textContent = sentence; }, 50);
}

document.body.addEventListener("crossread:after", (event) => {
  const { say: sentence, focus } = event.detail;
  focus?.some((selector) => {
    const place = document.querySelector(selector);
    place?.focus(); // does nothing to what is folded away
    if (!place || document.activeElement !== place) return false;
    // What was proposed goes with the first key; what somebody typed stays.
    const isLine = place.matches("input:is([type=text], :not([type])):not([aria-invalid=true])");
    if (isLine && place.value === place.defaultValue) place.select();
    return true;
  });
  if (sentence) say(sentence);
});

// --- a link with data-reload loads this page anew, as it is switched and at the row where it is

document.body.addEventListener("click", (event) => {
  if (!event.target.closest("[data-reload]")) return;
  event.preventDefault();
  location.reload();
});

// --- trouble: what happened, and the way on

function showTrouble(sentence, kind = "error") {
  const notice = document.createElement("p");
  notice.id = "trouble";
  notice.className = `notice stays ${kind}`;
  notice.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = location.href;
  link.dataset.reload = "";
  link.textContent = "Reload the page";
  notice.append(`${sentence} `, link);
  document.getElementById("trouble")?.remove();
  document.getElementById("main").prepend(notice);
}

document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const why = {
    403: "You may not do this here: your role may have changed, or you signed in again in another tab.",
    404: "This is no longer here: somebody may have removed it.",
  }[status];
  showTrouble(why ?? `The server could not do this (${status}). Nothing was changed. Try again, or reload the page.`);
});

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(lost, () => {
    showTrouble("The server does not answer. Nothing was changed. Check the connection and try again.");
  });
}

// Once the articles are compared anew, an answer may be meant for a row that this page does not have.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  const place = xhr.getResponseHeader("HX-Retarget");
  if (!place || document.querySelector(place)) return;
  event.preventDefault();
  if (requestConfig.verb === "get") {
    showTrouble("This page is out of date: the articles were compared anew, and the row is now another.");
  } else if (xhr.status < 400) {
    showTrouble("This is saved, but the page is out of date: its row is now another.", "warning");
  } else {
    showTrouble("This was not saved, and the page is out of date: its row is now another. Copy what you typed first.");
  }
});

// A row that an edit changed too may be left out by a filter, or not have come yet: then the strip has it.
const isElsewhere = (element) =>
  element?.id?.startsWith("row-") && document.querySelector(`#strip a[href$="#${element.id}"]`);

for (const failed of ["htmx:targetError", "htmx:swapError", "htmx:oobErrorNoTarget"]) {
  document.body.addEventListener(failed, (event) => {
    if (failed === "htmx:oobErrorNoTarget" && isElsewhere(event.detail.content)) return;
    showTrouble("The page is out of date: it has no place for what the server answered.", "warning");
  });
}
