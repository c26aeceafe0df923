// An article by keyboard: j and k go from passage to passage, Enter leads to its row in the comparison.

const article = document.getElementById("article");
const passages = article ? Array.from(article.querySelectorAll("[data-passage]")) : [];
const current = () => passages.find((passage) => passage.tabIndex === 0);

function go(passage) {
  if (current()) current().tabIndex = -1;
  passage.tabIndex = 0;
  passage.focus();
}

// The passage of the address, so that reading goes on from there; a note of the address may be folded away.
function arrive() {
  const place = document.getElementById(location.hash.slice(1));
  const folded = place?.closest("details");
  if (folded) folded.open = true;
  if (place?.matches("[data-passage]")) go(place);
  else if (place?.matches(".note")) place.focus();
}

// The strip leads to a passage of this article where it has one of the row; else to the comparison, as without this script.
document.addEventListener("click", (event) => {
  const stop = event.ctrlKey || event.metaKey || event.shiftKey ? null : event.target.closest("#strip a");
  const row = stop?.getAttribute("href").replace(/^.*#row-/, ""); // an SVG link has no `hash`
  const passage = row && passages.find((other) => other.dataset.rows.split(" ").includes(row));
  if (!passage) return;
  event.preventDefault();
  history.replaceState(null, "", `#${passage.id}`);
  go(passage);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, summary, button")) return;
  const here = event.target.closest("[data-passage]");
  if (event.key === "j" || event.key === "k") {
    const next = here ? passages[passages.indexOf(here) + (event.key === "j" ? 1 : -1)] : current();
    if (next) go(next);
  } else if (event.key === "Enter" && here === event.target) {
    here.querySelector("a.who")?.click();
  }
});

window.addEventListener("hashchange", arrive);
arrive();

// The choice above the article: at once for a pointer, by the button for a keyboard, which changes it with every arrow.
const choices = document.getElementById("choices");
let pointed = false;
choices?.addEventListener("pointerdown", () => { pointed = true; });
choices?.addEventListener("keydown", () => { pointed = false; });
choices?.addEventListener("change", () => { if (pointed) choices.requestSubmit(); });
