"""The quote check: each quotation once, what every outlet made of it, and which are wanted."""

from coverage_app.engine.derived import with_quotes
from coverage_app.engine.documents import Comparison, Document, Link, Point
from coverage_app.presentation import Sheet
from coverage_app.quote_check import QuoteCheck, Said, Version, Wanted

from .factories import make_document

HEADLINE = "The quays of Velmar"
WHOLE = "We will not reopen the quays before every bolt has been checked"


def check_of(*documents: Document, points: tuple[Point, ...] = (), searched: str = "") -> QuoteCheck:
    comparison = with_quotes(Comparison("0", documents, points=points))
    sheet = Sheet(comparison)
    rows = {passage: row.key for row in reversed(sheet.rows) for passage in row.passages}
    return QuoteCheck(comparison, sheet.places, rows, searched)


def article(number: int, outlet: str, *sentences: str) -> Document:
    return make_document(number, outlet, HEADLINE, sentences)


def three() -> tuple[Document, ...]:
    """Three that quote it, and one that does not."""
    return (
        article(1, "Gazette", f"“{WHOLE},” harbour master Ilsa Brandt told reporters."),
        article(2, "Herald", "All is quiet.", "They stay closed “before every bolt has been checked”, Brandt said."),
        article(3, "Courier", "“We will not reopen the port before every bolt is checked,” said Pavel Roos."),
        article(4, "Mail", "She is called “The Old Lady”.", "“Nobody listened when we warned of rust,” Jon Berg said."),
    )


def shared(check: QuoteCheck) -> Said:
    (said,) = check.found(Wanted()).shared
    return said


def version(said: Said, outlet: str) -> Version:
    return next(found for document, versions in said.outlets if document.outlet == outlet for found in versions)


def marked(found: Version, op: str) -> list[str]:
    return [piece.text.strip() for piece in found.pieces if piece.op == op]


def test_a_quotation_stands_once_in_its_longest_form_with_its_speaker():
    said = shared(check_of(*three()))
    assert (said.words, said.speaker) == (WHOLE, "Ilsa Brandt")
    assert [document.outlet for document, _ in said.outlets] == ["Gazette", "Herald", "Courier"]
    assert [document.outlet for document in said.silent] == ["Mail"]
    assert version(said, "Gazette").told == "the longest form"


def test_each_version_has_its_place_its_attribution_and_what_was_made_of_it():
    said = shared(check_of(*three()))
    herald, courier = version(said, "Herald"), version(said, "Courier")
    assert (herald.place, herald.attribution, herald.told) == ("¶2", "Brandt said", "beginning cut")
    assert marked(herald, "delete") == ["We will not reopen the quays"]
    assert courier.told == "altered"
    assert (marked(courier, "delete"), marked(courier, "insert")) == (["quays", "has been"], ["port", "is"])


def test_an_outlet_that_names_another_person_is_told():
    assert shared(check_of(*three())).others == (("Courier", "Pavel Roos"),)


def test_words_and_titles_are_listed_apart():
    shown = check_of(*three()).found(Wanted())
    assert [(d.outlet, [s.words for s in found]) for d, found in shown.phrases] == [("Mail", ["The Old Lady"])]
    assert [(d.outlet, [s.words for s in found]) for d, found in shown.single] == [
        ("Mail", ["Nobody listened when we warned of rust"])
    ]


def test_a_part_of_a_long_quotation_is_not_shown_as_new_words():
    long = "We will keep the old mill open until the council finds a buyer who respects its history and its people"
    said = shared(
        check_of(
            article(1, "Gazette", f"“{long},” Ada Lind said."),
            article(2, "Herald", "The mill should go to one “who respects its history”, she said."),
        )
    )
    herald = version(said, "Herald")
    assert herald.told == "only a part"
    assert marked(herald, "insert") == []
    assert "".join(piece.text for piece in herald.pieces if piece.op != "delete") == "who respects its history"


def test_whom_a_pronoun_means_is_said_to_be_a_guess():
    check = check_of(
        article(
            1, "Gazette", "Harbour master Ilsa Brandt came.", f"“{WHOLE},” she said.", "“Nobody enters the quays.”"
        ),
        article(2, "Herald", f"“{WHOLE}.”"),
    )
    gazette, herald = version(shared(check), "Gazette"), version(shared(check), "Herald")
    assert (gazette.attribution, gazette.guessed) == ("she said", "Ilsa Brandt")
    assert (herald.attribution, herald.guessed) == ("", "")
    ((_, (second,)),) = check.found(Wanted()).single
    assert (second.only.attribution, second.only.guessed) == ("", "Ilsa Brandt")


def test_filters_by_speaker_outlet_difference_and_row():
    first, second = three()[0], three()[1]
    check = check_of(*three(), points=(Point("pt1", "quays", 1, (Link(first.passages[1].id, 1), Link("a2.p2", 1))),))
    assert dict(check.speakers) == {"Ilsa Brandt": 1, "Pavel Roos": 1, "Jon Berg": 1}

    def words(**wanted: object) -> list[str]:
        return [said.words for said in check.found(Wanted(**wanted)).said]

    assert len(words()) == 3
    assert words(speaker="Jon Berg") == ["Nobody listened when we warned of rust"]
    assert words(outlet=second.id) == words(differing=True) == words(rows={"pt1"}) == [WHOLE]
    assert words(speaker="Jon Berg", differing=True) == []


def test_a_version_leads_to_its_row():
    said = shared(check_of(*three(), points=(Point("pt1", "quays", 1, (Link("a2.p2", 1),)),)))
    assert version(said, "Herald").row == "pt1"


def test_what_is_searched_for_is_found_in_the_words():
    said = shared(check_of(*three(), searched="every BOLT"))
    assert [piece.text for piece in said.pieces if piece.is_hit] == ["every bolt"]


def test_articles_that_quote_nobody():
    check = check_of(article(1, "Gazette", "The quays are closed."))
    assert check.said == ()
    assert check.speakers == ()
