// Offsets of words in a passage, whatever marks it carries. What is shown but is no part of the passage's text (left-out
// words of the reference, note numbers) stands in elements with data-skip. Offsets count code points, as on the server.

const SKIP = "[data-skip]";

function textNodes(passage) {
  const walker = document.createTreeWalker(passage.querySelector("[data-text]"), NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(SKIP) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

export function textOf(passage) {
  return textNodes(passage).map((node) => node.data).join("");
}

// UTF-16 spans [from, to) of the words of a text.
export function wordsOf(text) {
  return Array.from(text.matchAll(/\S+/gu), (match) => [match.index, match.index + match[0].length]);
}

function place(nodes, offset, atEnd) {
  let left = offset;
  for (const node of nodes) {
    if (left < node.length || (atEnd && left === node.length)) return [node, left];
    left -= node.length;
  }
  const last = nodes.at(-1);
  return [last, last.length];
}

// A DOM range over the UTF-16 span [from, to) of the passage's text.
export function rangeOf(passage, from, to) {
  const nodes = textNodes(passage);
  const range = document.createRange();
  range.setStart(...place(nodes, from, false));
  range.setEnd(...place(nodes, to, true));
  return range;
}

// The selected words of one passage, grown to whole words: {passage, start, end, exact} in code points; null when
// nothing is selected or the selection leaves the passage.
export function selectedWords(selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const element = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
  const passage = element(range.startContainer).closest("[data-passage]");
  if (!passage || passage !== element(range.endContainer).closest("[data-passage]")) return null;
  let from = null;
  let to = null;
  let passed = 0;
  for (const node of textNodes(passage)) {
    if (range.intersectsNode(node)) {
      const first = node === range.startContainer ? range.startOffset : 0;
      const last = node === range.endContainer ? range.endOffset : node.length;
      if (last > first) {
        from ??= passed + first;
        to = passed + last;
      }
    }
    passed += node.length;
  }
  if (from === null) return null;
  const text = textOf(passage);
  const touched = wordsOf(text).filter(([a, b]) => a < to && b > from);
  if (!touched.length) return null;
  [from, to] = [touched[0][0], touched.at(-1)[1]];
  const points = (end) => Array.from(text.slice(0, end)).length;
  return { passage, start: points(from), end: points(to), exact: text.slice(from, to) };
}
