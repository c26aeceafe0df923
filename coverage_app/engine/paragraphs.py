"""The paragraphs of an article with their words, as furniture.py and the modules that it asks look at them."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from .languages import language_of
from .normalising import Word, words
from .pages import Hint
from .passages import Span
from .profiles import stem
from .wordlists import ENGLISH, FUNCTION_WORDS

HEADLINE_WORDS = 25  # longest headline; a longer first line is the report's first sentence
DATELINE_TOKENS = 14  # words and marks within which a dateline ends

# What markup has decided; the rules for plain text leave it alone.
STATED = ("headline", "standfirst", "heading", "report")
_DATELINE = re.compile(
    r"(?!FILE\b)(?:[^\s()][^()]{0,60})?\(?[A-Z][A-Za-z .]{1,30}\)?\s?[–—-]{1,2}\s"  # CITY (Agency) — and (Agency) —
)
_END = re.compile(r"[.!?…。！？؟:;][\"'”’»)\]]{0,3}$")


class Article:
    """What is asked of an article's paragraphs. All numbers are of paragraphs, unless said to be of passages."""

    def __init__(self, text: str, spans: Sequence[Span], hints: Sequence[Hint | None]) -> None:
        self.spans = spans
        self.is_english = language_of(text) in ENGLISH
        self.hints = hints
        self.tokens: list[Sequence[Word]] = [words(text[span.start : span.end]) for span in spans]
        self.passages: list[list[int]] = [
            [number for number, _ in group]
            for _, group in groupby(enumerate(spans), key=lambda item: item[1].paragraph)
        ]
        self.lines = [text[spans[group[0]].start : spans[group[-1]].end] for group in self.passages]
        self.first_sentences = [text[spans[group[0]].start : spans[group[0]].end] for group in self.passages]

    def hint(self, paragraph: int) -> Hint | None:
        return self.hints[paragraph] if paragraph < len(self.hints) else None

    def is_stated(self, paragraph: int) -> bool:
        """Whether markup says that it is report."""
        return self.hint(paragraph) in STATED

    @cached_property
    def norms(self) -> list[list[str]]:
        """The words of each paragraph in the form in which they are compared."""
        return [
            [word.norm for number in group for word in self.tokens[number] if word.is_word] for group in self.passages
        ]

    @cached_property
    def telling(self) -> list[set[str]]:
        """Stems of each paragraph's words that say something."""
        return [{stem(norm) for norm in norms if norm not in FUNCTION_WORDS} for norms in self.norms]

    def used(self, aside: set[int]) -> Counter[str]:
        """In how many paragraphs, those `aside` left out, each telling word stands."""
        return Counter(term for n, terms in enumerate(self.telling) if n not in aside for term in sorted(terms))

    def count(self, paragraph: int) -> int:
        """Words in a paragraph."""
        return len(self.norms[paragraph])

    def is_line(self, paragraph: int) -> bool:
        """Whether a paragraph is one run of words without a full stop, as headings and teasers are."""
        return len(self.passages[paragraph]) == 1 and _END.search(self.lines[paragraph]) is None

    def has_dateline(self, paragraph: int) -> bool:
        return _DATELINE.match(self.lines[paragraph]) is not None

    def without_dateline(self, passage: int) -> list[str]:
        """The words of a passage behind its dateline, "CITY (Agency) —"."""
        tokens = self.tokens[passage]
        paragraph = self.spans[passage].paragraph
        dash = next((at for at, word in enumerate(tokens[:DATELINE_TOKENS]) if word.norm == "-"), None)
        starts_paragraph = self.passages[paragraph][0] == passage
        if dash is not None and starts_paragraph and _DATELINE.match(self.first_sentences[paragraph]):
            tokens = tokens[dash + 1 :]
        return [word.norm for word in tokens if word.is_word]

    def headline(self, furniture: set[int]) -> int | None:
        """The paragraph that is the headline, if the article has one."""
        for number in range(len(self.lines)):
            if self.hint(number) == "headline":
                return number
        first = next((n for n in range(len(self.lines)) if n not in furniture), None)
        if first is None or len(self.lines) < 2 or len(self.passages[first]) > 1 or self.hint(first) == "report":
            return None
        is_short = 0 < self.count(first) <= HEADLINE_WORDS
        return first if is_short and not self.has_dateline(first) else None
