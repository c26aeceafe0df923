// Lists the files that were chosen, and says at once which of them are too large to be taken in. Without it the field
// itself says how many there are, and the server says the rest.

const LARGEST = 10 * 1024 * 1024; // as in the server's reading.MAX_BYTES
const field = document.getElementById("id_files");
const list = document.getElementById("chosen");

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function line(file) {
  const item = document.createElement("li");
  const note = file.size > LARGEST ? `${size(file.size)}: too large, will not be read` : size(file.size);
  const meta = document.createElement("span");
  meta.className = "meta";
  meta.textContent = note;
  item.append(file.name, " ", meta);
  return item;
}

function show() {
  list.replaceChildren(...Array.from(field.files, line));
  list.hidden = field.files.length === 0;
}

if (field && list) {
  field.addEventListener("change", show);
  for (const kind of ["dragenter", "dragleave", "drop"]) {
    field.addEventListener(kind, () => field.classList.toggle("over", kind === "dragenter"));
  }
  show(); // the browser may have kept the choice over a reload
}
