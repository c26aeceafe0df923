"""Repetitions inside an article: passages whose words stand in it once more, and how nearly a paragraph does."""

from collections import Counter

from .paragraphs import Article

REPEATED_WORDS = 8  # shortest passage that counts as a repetition: shorter ones recur by chance ("he said")
RUN = 3  # words of the runs by which near repetitions are found: a shared one is hardly chance
SHARERS = 8  # paragraphs that are looked at for a run of words: one that stands in more is a phrase


def repetitions(article: Article, aside: set[int]) -> set[int]:
    """Passages whose words stand in another of the same article, a dateline and the paragraphs `aside` left out.

    Of two that are the same the later one; of a passage and a longer one the shorter, where it is a paragraph's only
    content: a pull quote, a tweet shown again, a caption cut from the text.
    """
    keys = {
        number: " ".join(word.norm for word in article.tokens[number] if word.is_word)
        for number, span in enumerate(article.spans)
        if span.paragraph not in aside
    }
    found: set[int] = set()
    seen: dict[str, int] = {}
    starts: dict[str, list[int]] = {}  # a run of REPEATED_WORDS words -> paragraphs in which it stands
    for number, key in keys.items():
        if key.count(" ") + 1 < REPEATED_WORDS:
            continue
        bare = " ".join(article.without_dateline(number))
        if bare in seen:
            found.add(number)
        else:
            seen[bare] = number
    paragraphs = {
        number: " ".join(keys[n] for n in group)
        for number, group in enumerate(article.passages)
        if all(n in keys for n in group)
    }
    for number, key in paragraphs.items():
        run = key.split()
        for at in range(len(run) - REPEATED_WORDS + 1):
            starts.setdefault(" ".join(run[at : at + REPEATED_WORDS]), []).append(number)

    def is_inside(passage: int, paragraph: int) -> bool:
        run = keys[passage].split()
        others = starts.get(" ".join(run[:REPEATED_WORDS]), ())[:SHARERS] if len(run) >= REPEATED_WORDS else ()
        return any(
            other != paragraph
            and paragraphs[other] != paragraphs[paragraph]
            and not found.issuperset(article.passages[other])
            and len(paragraphs[other]) > len(keys[passage])
            and f" {keys[passage]} " in f" {paragraphs[other]} "
            for other in others
        )

    for number, group in enumerate(article.passages):
        long = [n for n in group if n in keys and keys[n].count(" ") + 1 >= REPEATED_WORDS]
        if number > 0 and number in paragraphs and long and all(n in found or is_inside(n, number) for n in long):
            found.update(group)
    return found


def near_repetitions(article: Article, aside: set[int]) -> dict[int, float]:
    """The largest share of each paragraph's runs of RUN words that stand in one longer one, those `aside` left out."""
    runs = {
        number: {*zip(*(norms[at:] for at in range(RUN)), strict=False)}
        for number, norms in enumerate(article.norms)
        if number not in aside
    }
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, found in runs.items():
        for run in sorted(found):
            holders.setdefault(run, []).append(number)
    shares = {}
    for number, found in runs.items():
        size = article.count(number)
        met = Counter(
            other
            for run in found
            for other in holders[run][:SHARERS]
            if other != number and article.count(other) > size
        )
        shares[number] = max(met.values(), default=0) / max(1, len(found))
    return shares
