// A button with data-copy puts that text on the clipboard. Hidden where that cannot be done: the text itself stands beside it.

import { say } from "./announce.js";

const offer = () => document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });

offer();
document.body.addEventListener("htmx:afterSettle", offer);

document.body.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say("Copied.");
    button.textContent = "Copied";
  } catch {
    say("The browser did not allow it. Copy the address by hand.");
    button.textContent = "Copy it by hand";
  }
});
