"""Quotations: what stands between marks, who said it, and what each outlet made of it."""

from itertools import permutations
from pathlib import Path

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Document, Quote
from coverage_app.engine.quotations import quoted_spans
from coverage_app.engine.quotes import quotes
from coverage_app.engine.reading import read
from coverage_app.engine.speakers import quotations

from .stories import document, harbour_story, real_stories, report


def _quoted(text: str) -> list[str]:
    """The quotations of an article that has this text as its body; parts in other paragraphs behind a bar."""
    article = report(f"A headline about the mill\n\n{text}\n")
    return [" | ".join(article.text[start:end] for start, end in spans) for spans in quoted_spans(article)]


def _speaker(text: str) -> tuple[str | None, str | None]:
    """Speaker and attribution of the last quotation."""
    article = report(f"A headline about the mill\n\n{text}\n")
    last = quotations(article)[-1]
    return last.speaker, last.attribution and last.attribution.exact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The mill stays,” she said.", ["The mill stays"]),
        ('"The mill stays," she said. "Nobody leaves."', ["The mill stays", "Nobody leaves."]),
        ("Er sagte: „Die Mühle bleibt.“ Dann ging er.", ["Die Mühle bleibt."]),
        ("Er sagte: »Die Mühle bleibt.« Dann ging er.", ["Die Mühle bleibt."]),
        ("Elle a dit : « Le moulin reste. » Puis elle est partie.", ["Le moulin reste."]),
        ("Hon sade: ”Kvarnen stannar.” Sedan gick hon.", ["Kvarnen stannar."]),
        ("村长说：“磨坊会留下。”随后离开。", ["磨坊会留下。"]),
        ("村長は「水車は残る」と述べた。", ["水車は残る"]),
        ("The talks were called “frank“ by both.", ["frank"]),
        ("It was ‘a good day’ for the town, she said.", ["a good day"]),
        ("It was 'a good day' for the town, she said.", ["a good day"]),
        ("She said ‘the millers’ lounge isn’t closed’ twice.", ["the millers’ lounge isn’t closed"]),
        ("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left"]),
        ("The millers’ union and the town’s mayor don’t agree on the '90s plan.", []),
        ('The millers\' union wants a 6" pipe and a 5" one.', []),
        ("“We stay, she said and left the room.", []),
        ("“We stay, she said. “We will not go,” she added.", ["We will not go"]),
        ("“We stay. We work. We wait,” she said.", ["We stay. We work. We wait"]),
        ("“We stay.\n\n“And we work,” she said.", ["We stay. | And we work"]),
    ],
)
def test_what_stands_between_marks(text: str, expected: list[str]):
    assert _quoted(text) == expected


def test_a_headline_may_quote_in_single_marks():
    article = document("‘Don’t sell the mill’: mayor tells council\n\nThe mayor spoke on Monday.\n")
    assert [article.text[a:b] for spans in quoted_spans(article) for a, b in spans] == ["Don’t sell the mill"]


def test_extents_lead_to_the_words():
    for article in harbour_story():
        passages = {p.id: p for p in article.passages}
        for quotation in quotations(article):
            for extent in quotation.extents:
                assert passages[extent.passage].text[extent.start : extent.end] == extent.exact


@pytest.mark.parametrize(
    ("text", "speaker", "attribution"),
    [
        ("“The mill stays,” Ada Lind said on Monday.", "Ada Lind", "Ada Lind said"),
        ("“The mill stays,” said Ada Lind, the mayor.", "Ada Lind", "said Ada Lind"),
        ("“The mill stays,” Ada Lind, the mayor of Holm, told reporters.", "Ada Lind", None),
        ("“The mill stays,” according to a letter from the council.", "a letter from the council", None),
        ("According to the council, the mill is “beyond repair”.", "the council", "According to the council"),
        ("Ada Lind has called the mill “beyond repair”.", "Ada Lind", "Ada Lind has called"),
        ("Mayor Ada Lind said the roof leaks and added that the mill was “beyond repair”.", "Mayor Ada Lind", None),
        ("Jon Berg met Mayor Ada Lind. “The mill stays,” she said.", "Mayor Ada Lind", "she said"),
        ("Mayor Ada Lind came. “The mill stays,” she said. “Nobody leaves.”", "Mayor Ada Lind", None),
        ("The council wrote that “nothing is decided”. It added that “time is short”.", "The council", "It added"),
        ("“The mill stays,” Mr. Berg told the radio.", "Mr. Berg", "Mr. Berg told the radio"),
        ("The Centre for Mills and Rivers said the mill was “a ruin”.", "The Centre for Mills and Rivers", None),
        ("Ada Lind and Jon Berg said that “the mill stays”.", "Ada Lind and Jon Berg", None),
        ("They met in Holm and Jon Berg said: “The mill stays.”", "Jon Berg", "Jon Berg said"),
        ("The Holm-based mill society said: “The mill stays.”", "The Holm-based mill society", None),
        ("Mayor Lind late Thursday said: “The mill stays.”", "Mayor Lind", None),
        ("He met Jon Berg, whom he called a “true miller”.", None, None),
        ("Mr. Lee Hae-jin met the council. “The mill stays,” he said.", "Lee Hae-jin", "he said"),
        ("They want to say “no” to the plan.", None, None),
        ("The play is called “The Mill”.", None, None),
    ],
)
def test_who_said_it(text: str, speaker: str | None, attribution: str | None):
    found, written = _speaker(text)
    assert found == speaker
    assert attribution is None or written == attribution


def test_other_languages_have_no_speaker():
    article = report("Der Hof\n\n„Die Mühle bleibt“, sagte Ada Lind.\n", language="de")
    assert [(q.text, q.speaker) for q in quotations(article)] == [("Die Mühle bleibt", None)]


LONGEST = "We will keep the old mill open until the council finds a buyer who respects its history"


def _versions(*bodies: str) -> list[dict[str, tuple[str, ...]]]:
    """For each thing that several say, the forms by the words of the version."""
    articles = [report(f"Report number {n} on the mill\n\n{body}\n") for n, body in enumerate(bodies)]
    found = quotes(articles, [quotations(article) for article in articles])
    return [{v.quotation.text: v.forms for v in quote.versions} for quote in found if len(quote.versions) > 1]


@pytest.mark.parametrize(
    ("version", "forms"),
    [
        (LONGEST + ".", ("verbatim",)),
        ("keep the old mill open until the council finds a buyer who respects its history", ("cut_front",)),
        ("We will keep the old mill open until the council finds a buyer", ("cut_end",)),
        ("We will keep the old mill open until … finds a buyer who respects its history", ("cut_inside",)),
        ("We will keep the old mill open until [they find] a buyer who respects its history", ("altered",)),
        ("We shall keep the old mill open until the council finds a buyer who honours history", ("altered",)),
        ("a buyer who respects its history", ("fragment",)),
        ("a buyer who respects its long history", ("fragment", "altered")),
    ],
)
def test_versions_are_measured_against_the_longest(version: str, forms: tuple[str, ...]):
    (found,) = _versions(f"“{LONGEST},” Ada Lind said.", f"Ada Lind said: “{version}”")
    assert found[version] == forms


def test_altered_words_are_named():
    articles = [
        report(f"Report one\n\n“{LONGEST},” Ada Lind said.\n"),
        report(f"Report two\n\n“{LONGEST.replace('respects', 'loves')},” Ada Lind said.\n"),
    ]
    (quote,) = quotes(articles, [quotations(article) for article in articles])
    (alteration,) = quote.versions[1].alterations
    words = {alteration.was, *(extent.exact for extent in alteration.now)}
    assert words == {"respects", "loves"}


def _speakers(*bodies: str) -> list[str | None]:
    """Of each version of what all say, the speaker."""
    articles = [report(f"Report number {n} on the mill\n\n{body}\n") for n, body in enumerate(bodies)]
    (quote,) = quotes(articles, [quotations(article) for article in articles])
    found = {version.quotation.article: version.quotation.speaker for version in quote.versions}
    return [found[article.id] for article in articles]


def test_a_pronoun_is_not_taken_for_somebody_whom_other_articles_do_not_name():
    guessed = f"Mr. Lind met Mr. Berg on Monday. “{LONGEST},” he said."
    assert _speakers(guessed) == ["Berg"]
    assert _speakers(guessed, f"“{LONGEST},” Mayor Ada Lind said.") == [None, "Mayor Ada Lind"]
    assert _speakers(guessed, f"“{LONGEST},” Jon Berg said.") == ["Berg", "Jon Berg"]


def test_what_goes_on_from_a_wrong_guess_has_no_speaker_either():
    articles = [
        report(f"The mill\n\nMr. Lind met Mr. Berg. “{LONGEST},” he said.\n\n“Nobody else will ask us.”\n"),
        report(f"The council\n\n“{LONGEST},” Mayor Ada Lind said.\n"),
    ]
    assert [q.speaker for q in quotations(articles[0])] == ["Berg", "Berg"]
    found = quotes(articles, [quotations(article) for article in articles])
    assert _quote_with("Nobody else", found).versions[0].quotation.speaker is None


def test_house_style_is_no_alteration():
    (found,) = _versions(
        "“The U.S. won't stabilise 5 of the harbours,” Ada Lind said.",
        "“The US won’t stabilize five of the harbours,” Ada Lind said.",
    )
    assert set(found.values()) == {("verbatim",)}


def test_what_only_shares_the_topic_is_another_quotation():
    assert not _versions(
        "“The old mill stays open for now,” Ada Lind said.",
        "“The old mill is a ruin, and nobody in Holm should pay for it,” Jon Berg said.",
    )


def test_a_linked_passage_without_marks_is_a_paraphrase():
    comparison = compare(harbour_story())
    outlets = {d.id: d.outlet for d in comparison.documents}
    quote = next(q for q in comparison.quotes if "every bolt" in q.versions[0].quotation.text)
    forms = {outlets[v.quotation.article]: v.forms for v in quote.versions}
    assert forms == {"Gazette": ("verbatim",), "Herald": ("verbatim",), "Courier": ("paraphrased",)}


def test_every_quotation_is_in_one_quote_and_one_alone_has_one_version():
    comparison = compare(harbour_story())
    told = [v.quotation for q in comparison.quotes for v in q.versions if v.forms != ("paraphrased",)]
    assert len(told) == len(set(told)) == sum(len(quotations(d)) for d in comparison.documents)
    alone = next(q for q in comparison.quotes if "warned of rust" in q.versions[0].quotation.text)
    assert [v.quotation.speaker for v in alone.versions] == ["union leader Pavel Roos"]


def test_chinese_quotations_are_matched():
    articles = [
        report("磨坊的消息\n\n村长说：“磨坊会留下，直到找到新的主人。”\n", language="zh"),
        report("村里的消息\n\n“磨坊会留下”，村长昨天表示。\n", language="zh"),
    ]
    (quote,) = quotes(articles, [quotations(article) for article in articles])
    assert [v.forms for v in quote.versions] == [("verbatim",), ("fragment",)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_articles_changes_nothing(order: tuple[int, ...]):
    articles = harbour_story()
    assert compare([articles[n] for n in order]).quotes == compare(articles).quotes


@pytest.mark.parametrize(
    "text", ["“" * 3000, "'a " * 3000, '"a' * 3000, "«»“”" * 1000, "‘s’ " * 2000, "“a a a a” " * 400]
)
def test_marks_without_sense_do_no_harm(text: str):
    article = report(f"A headline about the mill\n\n{text}\n")
    assert quotes([article], [quotations(article)]) is not None


def _quote_with(words: str, found: tuple[Quote, ...]) -> Quote:
    return next(quote for quote in found if words in quote.versions[0].quotation.text)


def test_the_ministers_call(shared: Path):
    """What a reader finds who goes through the five articles by hand."""
    paths = sorted((shared / "corpus" / "qin-blinken-call").glob("*.txt"))
    comparison = compare([read(path.read_bytes(), path.name) for path in paths])
    sources = {d.id: d.source.split("-")[0].removesuffix(".txt") for d in comparison.documents}

    def forms(words: str) -> dict[str, set[tuple[str, ...]]]:
        versions = _quote_with(words, comparison.quotes).versions
        return {
            name: {v.forms for v in versions if sources[v.quotation.article] == name}
            for name in {sources[v.quotation.article] for v in versions}
        }

    interfering = forms("sovereignty, security")
    assert interfering["al"] == {("verbatim",), ("fragment",)}
    assert interfering["ap"] == {("verbatim",)}
    assert interfering["reuters"] == {("altered",)}
    assert interfering["bloomberg"] == {("fragment",)}
    assert forms("PRC")["ap"] == {("cut_front", "altered")}
    assert forms("PRC")["al"] == {("fragment",)}
    assert forms("diplomatic engagements")["wion"] == {("cut_front", "altered")}
    told = _quote_with("the responsibility is clear", comparison.quotes)
    assert {sources[v.quotation.article] for v in told.versions} >= {"reuters", "ap", "al"}
    assert {v.quotation.speaker for v in told.versions} - {None} == {"Qin Gang", "Qin"}


def _marked(article: Document) -> int:
    return sum(article.text[p.start : p.end].count("“") for p in article.report)


def test_typographic_marks_of_the_corpus_are_all_read(shared: Path):
    """Every opening “ of a report begins a quotation, or stands in one, or opens a further paragraph of one."""
    for articles in real_stories(shared):
        for article in articles:
            if "“" in article.text and "„" not in article.text:
                parts = [span for spans in quoted_spans(article) for span in spans]
                inside = sum(article.text[start:end].count("“") for start, end in parts)
                begun = sum(article.text[start - 1] == "“" for start, _ in parts)
                assert begun + inside >= 0.8 * _marked(article), article.source
