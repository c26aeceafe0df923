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
    return place && document.activeElement === place;
  });
  if (sentence) say(sentence);
});

function showTrouble(sentence) {
  const main = document.getElementById("main");
  const notice = document.createElement("p");
  notice.className = "notice error";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  main.querySelector(":scope > .notice.error[role=alert]")?.remove();
  main.prepend(notice);
}

document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const why = {
    403: "You may not do this here. Reload the page to see your role in this story.",
    404: "This is no longer here: somebody may have removed it. Reload the page.",
  }[status];
  showTrouble(why ?? `The server could not do this (${status}). Nothing was changed. Try again, or reload the page.`);
});

document.body.addEventListener("htmx:sendError", () => {
  showTrouble("The server does not answer. Nothing was changed. Check the connection and try again.");
});
