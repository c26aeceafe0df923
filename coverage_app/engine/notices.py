"""What the person who gave a file should know before it is compared: a text without sentences, or in two languages."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from .documents import Passage
from .languages import NAMES, is_in_another, language_of
from .normalising import words

SENTENCE_WORDS = 4  # words of the shortest sentence that says something: "Two dockers were hurt."
FOREIGN_SHARE = 0.1  # of the report's letters, from which on a second language is worth a word: more than a quotation


def notices_of(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Sentences to be shown with what was read; none when all is as it should be."""
    report = [passage for passage in passages if passage.is_report]
    if not any(_is_sentence(passage.text) for passage in report):
        return (
            "There is no sentence in this text: nothing of it can be compared. "
            "Check that the right file was chosen, or paste the article's text.",
        )
    other = _other_language(report)
    if other:
        return (
            f"Part of this article seems to be in another language ({other}). "
            "Passages are matched by their words, so those in different languages stay apart.",
        )
    return ()


def _is_sentence(text: str) -> bool:
    return sum(word.is_word and word.norm[0].isalpha() for word in words(text)) >= SENTENCE_WORDS


def _other_language(report: Iterable[Passage]) -> str | None:
    """The name of the language in which much of the report is, beside its own."""
    blocks = [" ".join(p.text for p in group) for _, group in groupby(report, key=lambda passage: passage.paragraph)]
    main = language_of("\n".join(blocks))
    if main is None:
        return None
    sizes: dict[str, int] = {}
    for block in blocks:
        language = language_of(block)
        if language and language != main and is_in_another(block, language, main):
            sizes[language] = sizes.get(language, 0) + len(block)
    other = max(sizes, key=lambda language: (sizes[language], language), default=None)
    if other is None or sizes[other] < FOREIGN_SHARE * sum(map(len, blocks)):
        return None
    return NAMES[other]
