"""What is no part of the report is set aside, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from coverage_app.engine.documents import Document
from coverage_app.engine.fitted import shipped
from coverage_app.engine.reading import read

from .stories import HARBOUR, document

LEAD = "A crane collapsed in the harbour of Velmar on Tuesday and blocked both quays, the port authority said."
MIDDLE = "Two dockers were injured and taken to the hospital of Saint Orla, where one remains in serious condition."
END = 'Harbour master Ilsa Brandt told reporters that the quays would stay closed "until every bolt is checked".'


def _with(line: str, headline: str = "Harbour of Velmar closed") -> Document:
    return document("\n\n".join([headline, LEAD, line, MIDDLE, END]))


def _apart(article: Document) -> list[str]:
    return [passage.text for passage in article.passages if passage.kind == "furniture"]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Related Articles",
        "Back to top",
        "Leave a Reply",
        "Your email address will not be published.",
        "Source: Gazette and agencies",
        "Source link",
        "By Jonna Pihl",
        "By Nordic Press",
        "(Reporting by Jonna Pihl; editing by Tor Aas)",
        "(Updates with comment from the mayor.)",
        "Copyright 2031 Gazette Media",
        "© 2031 Gazette Media. All rights reserved.",
        "See: Velmar Council Votes on Ferry Fares",
        "More: How Cranes Are Inspected",
        "Read more: Ferries to Hest are rerouted",
        "Sign up for our morning newsletter",
        "Additional reporting: Nordic Press",
        "Children are carried over the quay in Velmar, Tuesday, June 3, 2031. (Nordpress Photo/Tor Aas)",
        "HarbourNorth CoastTransport",
        "The quay on Wednesday [File: Tor Aas/Nordpress via AFP]",
        "Harbour master Ilsa Brandt, left, with mayor Oda Lie at the quay in Velmar.",
        "A photograph released by the port authority shows the crane on its side.",
        "Rusted bolts at a warehouse in Kalby.",
        "Herring prices sink to lowest level since spring",
        "Ilsa Brandt at her desk in the harbour office, which she has held since 2019.",
        "FILE - The crane in March.",
        "Divers speak to reporters on the quay on Wednesday, June 4, 2031.",
        "Our reporter Jonna Pihl has the story.",
        "Jonna Pihl is a reporter for the Gazette. Follow her on Twitter, @jonnapihl.",
        "Have a tip about the port? E-mail us at tips@gazette.example.",
        "Oda Lie contributed reporting from Kalby.",
        "NORDPRESS/Tor Aas",
    ],
)
def test_furniture_is_set_aside(line: str):
    assert line in " ".join(_apart(_with(line)))
    assert len(_with(line).report) == 4


@pytest.mark.parametrize(
    "line",
    [
        "Rust in the bolts",
        "What the port says",
        "Nobody knows when the quays will reopen.",
        "Correction: An earlier version of this report gave a wrong number of injured dockers.",
        "He left. No word on that.",
        "More than 40 ships wait outside the harbour: tankers, ferries and trawlers.",
        "The mayor wrote on Wednesday",
        "By Wednesday, divers had found the missing bolts.",
        "Photographs of the crane from March show rust.",
        "The Torvald works, a company in Kalby, built the crane.",
        "Mayor Oda Lie (R) told the council that she had seen the rust.",
        "The video shows how the crane leans, bends and falls.",
        "Since the accident, dockers march to the office every morning.",
    ],
)
def test_report_stays(line: str):
    assert _apart(_with(line)) == []


def test_what_follows_the_heading_of_a_list_of_stories_is_no_report():
    article = document(
        "\n\n".join(["Harbour closed", LEAD, MIDDLE, END, "Related articles", "Rust: how the harbour ages"])
    )
    assert _apart(article) == ["Related articles", "Rust: how the harbour ages"]


def test_a_doubled_lead_is_kept_once():
    article = document(f"{LEAD}\nVELMAR (Nordpress) — {LEAD}\n{MIDDLE}\n{END}")
    assert len(_apart(article)) == 1
    assert [passage.text for passage in article.report] == [LEAD, MIDDLE, END]


def test_a_pull_quote_is_a_repetition():
    quote = "We will not reopen the quays before every single bolt has been checked"
    article = document("\n\n".join(["Harbour closed", LEAD, f"“{quote}”", f'"{quote}," Brandt told reporters.', END]))
    assert _apart(article) == [f"“{quote}”"]


def test_a_paragraph_given_twice_is_kept_once():
    article = document(
        "\n\n".join(["Harbour closed", LEAD, f"{MIDDLE} {END}", "He then left the quay.", f"{MIDDLE} {END}"])
    )
    assert [passage.text for passage in article.report] == [
        "Harbour closed",
        LEAD,
        MIDDLE,
        END,
        "He then left the quay.",
    ]


def test_a_pull_quote_that_was_shortened_is_a_repetition():
    quote = "“We will not reopen the quays before every bolt has been checked and signed”"
    said = '"We will not reopen the quays before every single bolt has been checked and signed," said Brandt.'
    article = document("\n\n".join(["Harbour closed", LEAD, MIDDLE, quote, said, END]))
    assert _apart(article) == [quote]


def test_what_announces_a_video_above_the_report_is_set_aside():
    title = "Crane crashes onto Velmar quays"
    text = "Two dockers are in hospital after a crane fell on Tuesday; Jonna Pihl reports from Velmar."
    article = document("\n\n".join(["Velmar harbour closed after accident", title, text, LEAD, MIDDLE, END]))
    assert _apart(article) == [title, text]


def test_a_video_text_about_something_else_is_set_aside_above_a_dateline():
    text = "Ferry lines want a harbour of their own. Their owners met the minister in Hest to talk about money."
    article = document("\n\n".join(["Crane collapses in Velmar", text, f"VELMAR (Nordpress) — {LEAD}", MIDDLE, END]))
    assert " ".join(_apart(article)) == text


@pytest.mark.parametrize(
    "standfirst",
    [
        "The port authority says it will take weeks to clear both quays.",
        "She also wants every bolt of every crane to be checked.",
        "Nobody knows when the quays can be used again.",
        "Two dockers were injured when a crane collapsed.",
    ],
)
def test_a_standfirst_stays_above_a_dateline(standfirst: str):
    article = document(
        "\n\n".join(["Crane falls in Velmar and blocks quays", standfirst, f"VELMAR (Nordpress) — {LEAD}", MIDDLE, END])
    )
    assert _apart(article) == []
    assert article.passages[1].kind == "standfirst"


def test_another_scorer_may_decide_what_is_open():
    never = replace(shipped().furniture, least=1.1)
    text = "\n\n".join(["Harbour closed", LEAD, "Rusted bolts at a warehouse in Kalby.", "Advertisement", END])
    assert _apart(read(text.encode(), "gazette.txt", furniture=never)) == ["Advertisement"]


def test_short_sentences_may_recur():
    article = document("\n\n".join(["Harbour closed", LEAD, "Nobody answered.", MIDDLE, "Nobody answered."]))
    assert _apart(article) == []


def test_headline_and_standfirst_are_named():
    article = document(
        "\n\n".join(["Harbour closed", "Two dockers were injured when a crane fell.", LEAD, MIDDLE, END])
    )
    assert [passage.kind for passage in article.passages] == ["headline", "standfirst", "body", "body", "body"]


def test_an_article_without_a_headline_has_none():
    article = document(f"VELMAR (Nordpress) — {LEAD}\n\n{MIDDLE}")
    assert {passage.kind for passage in article.passages} == {"body"}
    assert article.headline == ""


def test_an_article_of_ordinary_paragraphs_has_no_furniture():
    assert _apart(document(HARBOUR)) == []


# The counts and openings of what stands in real articles; their texts stay in the shared folder.
REAL = {
    "al-jazeera.txt": [
        "Chinese Foreign Minister Qin Gang",
        "Chinese Foreign Minister Qin Gang laid",
        "Advertisement",
        "Source: ",
        "Advertisement",
    ],
    "ap-via-ns-news.txt": ["Conflict", "By Associated Press", "Related Articles", "Back to top"],
    "bloomberg.txt": ["(Bloomberg)", "See: ", "More: ", "(Updates", "More stories", "©2023"],
    "reuters.txt": ["(Writing", "Copyright"],
    "wion.txt": ["China’s stimulus", "Source link", "Leave a Reply", "Your email", "Required"],
}


@pytest.mark.parametrize("name", REAL)
def test_real_articles_lose_their_furniture_and_nothing_else(shared: Path, name: str):
    article = read((shared / "corpus" / "qin-blinken-call" / name).read_bytes(), name)
    apart = _apart(article)
    assert len(apart) == len(REAL[name])
    assert all(text.startswith(start) for text, start in zip(apart, REAL[name], strict=True))
