"""What of the comparison is shown, as the address says: columns, words, filters, search, pages."""

import gzip
import random
import re
from html import unescape

import pytest
from django.contrib.staticfiles import finders

from coverage_app.engine.documents import Comparison, Link, Point
from tests.factories import make_comparison, make_document, make_story

FIVE, SIXTY = 120_000, 300_000  # bytes of a first page, compressed, all but its fonts
VOCABULARY = (
    "river gate dam officials ministry border warning flood valley orchard growers accord treaty minister spokesman "
    "statement evening people village night water siren bridge road power station talks delegation capital reporters "
    "heavy sudden upper lower northern disputed former senior local foreign opened closed said announced denied "
    "demanded suspended reported withdrew signed crossed rose fell warned evacuated promised blamed after before "
    "while although because during against within without the a of to in and that it its their was were had would"
).split()


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def outlets(full):
    """The ids of the outlets by their names."""
    return {article.outlet.name: f"a{article.pk}" for article in full.articles.select_related("outlet")}


@pytest.fixture
def show(full, lead, sign_in):
    """show("marks=none"): the page of the story so switched."""
    client = sign_in(lead)

    def page(query: str = "", **headers: str) -> str:
        answer = client.get(f"/stories/{full.pk}/?{query}", headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def heads(page: str) -> list[str]:
    head = page[page.index("<thead") : page.index("</thead")]
    return [unescape(name).strip() for name in re.findall(r'column-outlet">.*?</span>(.*?)</span>', head)]


def keys(page: str) -> list[str]:
    return re.findall(r'<tbody class="row[^"]*" id="row-([\w.-]+)"', page)


def links(page: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page)]


# --- columns


def test_columns_are_chosen_and_ordered_by_address(show, outlets):
    third, first = outlets["Sarvel Valley Gazette"], outlets["Meridian Wire"]
    assert heads(show(f"columns={third},{first}")) == ["Sarvel Valley Gazette", "Meridian Wire"]
    assert heads(show(f"columns={third}&columns={first}")) == ["Sarvel Valley Gazette", "Meridian Wire"]  # as the form


@pytest.mark.parametrize("columns", ["", "a0", "nonsense,,", "%00"])
def test_columns_that_are_not_there_are_passed_over(columns, show):
    assert len(heads(show(f"columns={columns}"))) == 3


def test_counts_speak_of_all_outlets_whichever_are_shown(show, outlets):
    page = show(f"columns={outlets['Meridian Wire']}")
    assert "all 3" in page
    assert "in all 3 articles" in page.replace("</b>", "").replace("<b>", "")


def test_rows_that_no_shown_column_reports_are_left_out_and_it_is_said(show, outlets):
    page = show(f"columns={outlets['Sarvel Valley Gazette']}")
    assert "killed" not in page[page.index("<tbody") :]
    assert "rows shown: those that the passages of Sarvel Valley Gazette report" in page.replace("</b>", "")


def test_the_menu_moves_a_column_by_a_link(show, outlets):
    first, second, third = outlets.values()
    assert f"?columns={second},{first},{third}" in links(show())
    assert "?" in links(show(f"columns={second},{first},{third}"))  # back to as they came in


def test_one_outlet_at_a_time(show, outlets):
    second = outlets["The Morning Flare"]
    page = show(f"outlet={second}&marks=added")
    assert heads(page) == ["The Morning Flare"]
    assert f"?marks=added&outlet={outlets['Meridian Wire']}" in links(page)  # to the next one, as it is switched
    assert "?marks=added" in links(page)  # to all


# --- words


def test_words_that_only_one_says(show):
    page = show("marks=own")
    assert "Marked are the words that no other article has in the same row" in page
    assert "<del>" not in page[page.index("<tbody") :]
    assert "reference</span>" not in page  # nobody is
    assert "<ins>threw" in page


def test_house_style_is_shown_only_when_asked_for(show):
    assert "styled" not in show()[show().index("<tbody") :]
    page = show("style=on")
    assert '<span class="styled">' in page[page.index("<tbody") :]


# --- filters and search


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("only=differences", ["The dead"]),
        ("only=open", ["The dead"]),
        ("class=number", ["The dead"]),
        ("class=number&only=open&only=differences", ["The dead"]),
        ("class=hedge", []),
        ("q=threw+open", ["The gates"]),
        ("q=xyzzy", []),
    ],
)
def test_rows_that_do_not_match_are_left_out_of_the_table_and_dimmed_in_the_strip(query, shown, show):
    page = show(query)
    table = page[page.index("<table") : page.index("</table")]
    assert re.findall(r'row-label">([^<]*)<', table) == shown
    whole = len(keys(show()))
    assert page.count(" out") >= whole - len(shown)
    assert f"{len(shown)} of {whole} rows shown" in page.replace("<b>", "").replace("</b>", "")
    assert "show all" in page
    assert ("No row matches" in page) == (not shown)


def test_a_search_lights_up_in_the_text_and_in_the_strip(show):
    page = show("q=GATES")
    assert '<mark class="hit">gates</mark>' in page
    assert " found" in page[page.index('id="strip"') : page.index("</nav>", page.index('id="strip"'))]
    assert 'id="next-hit"' in page
    assert "hits" in page
    assert 'value="GATES"' in page


def test_the_next_hit_is_the_one_after_the_row_of_the_address(full, show):
    rows = keys(show("q=the"))
    assert len(rows) > 2

    def following(query: str) -> str:
        return re.search(r'id="next-hit" href="[^"]*#row-([\w.-]+)"', show(query))[1]

    assert following("q=the") == rows[0]
    assert following(f"q=the&at={rows[0]}") == rows[1]
    assert following(f"q=the&at={rows[-1]}") == rows[0]  # round again


@pytest.mark.parametrize(
    "query", ["only=nonsense", "class=xyz", "reports=a0", "q=%00", "q=+", f"q={'x' * 500}", "at=zz"]
)
def test_nonsense_never_breaks_the_page(query, show):
    assert 'id="strip"' in show(query)


def test_what_is_searched_for_stays_text(show):
    assert "<script>x" not in show("q=<script>x</script>")


def test_links_and_forms_carry_the_whole_state(show, outlets):
    second = outlets["The Morning Flare"]
    page = show(f"reference={second}&marks=added&only=open&q=killed")
    state = f"/annotate/?reference={second}&marks=added&q=killed&only=open&row="
    assert any(state in href for href in links(page))
    assert '<input type="hidden" name="only" value="open">' in page
    assert f"?reference={second}&marks=added" in links(page)  # show all: the filters off, the rest as it is


def test_an_edit_keeps_the_filter_and_makes_the_strip_anew(full, editor, sign_in):
    proposal = full.annotations.get(label="Two dead or three")
    data = {"version": proposal.version, "only": "open"}
    client = sign_in(editor)
    answer = client.post(f"/annotations/{proposal.pk}/accept/", data, headers={"HX-Request": "true"}).content.decode()
    assert 'id="overview" hx-swap-oob="true"' in answer
    assert "<b>0</b> of" in answer
    again = client.post(f"/annotations/{proposal.pk}/dismiss/", data | {"version": proposal.version + 1})
    assert again.url.startswith(f"/stories/{full.pk}/?only=open")


# --- pages of rows


@pytest.fixture
def long(lead):
    return make_story(make_comparison(articles=5, extra_points=60), leads=[lead])


def test_a_long_comparison_comes_in_pages_that_hold_each_row_once(long, lead, sign_in):
    client = sign_in(lead)

    def page(query: str) -> str:
        return client.get(f"/stories/{long.pk}/{query}").content.decode()

    first = page("")
    assert len(keys(first)) < 40
    assert 'id="later"' in first
    assert 'id="earlier"' not in first
    assert "?page=2" in links(first)
    assert first.count("<title>") > 60  # the strip is whole
    found, number = keys(first), 1
    while 'id="later"' in page(f"?page={number}"):
        number += 1
        found += keys(page(f"?page={number}"))
    assert 'id="earlier"' in page(f"?page={number}")
    assert found == keys(page("?all=1"))
    assert keys(page("?page=0")) == keys(page("?page=999")) == keys(page("?page=x")) == keys(first)


def test_the_rows_that_htmx_asks_for_are_rows_and_nothing_else(long, lead, sign_in):
    answer = sign_in(lead).get(f"/stories/{long.pk}/?page=2", headers={"HX-Request": "true"}).content.decode()
    assert answer.strip().startswith("<tbody")
    assert "<html" not in answer
    assert keys(answer)


def test_a_row_on_a_later_page_has_an_address(long, lead, sign_in):
    client = sign_in(lead)
    last = f"pt{long.points.last().pk}"
    strip = client.get(f"/stories/{long.pk}/").content.decode()
    address = next(href for href in links(strip) if href.endswith(f"#row-{last}"))
    assert address == f"/stories/{long.pk}/?at={last}#row-{last}"
    assert last in keys(client.get(address.partition("#")[0]).content.decode())
    assert client.get(f"/stories/{long.pk}/rows/{last}/").url == address  # and so leads there without htmx


def test_a_row_that_is_left_out_is_reached_with_the_filters_off(show):
    page = show("only=open&marks=added")
    hidden = [href for href in links(page) if "at=" in href]
    assert hidden
    assert all("marks=added" in href and "only" not in href for href in hidden)


# --- how much comes at first


def invented(articles: int, facts: int) -> Comparison:
    """A story of invented sentences; each fact is told by one to twelve outlets, each in its own words and order."""
    chance = random.Random(articles)

    def sentence() -> list[str]:
        return [chance.choice(VOCABULARY) for _ in range(chance.randint(14, 30))]

    told: list[list[tuple[int, str]]] = [[] for _ in range(articles)]
    for fact in range(facts):
        words = sentence()
        for teller in chance.sample(range(articles), min(articles, chance.choice((1, 3, 6, 12)))):
            own = [chance.choice(VOCABULARY) if chance.random() < 0.25 else word for word in words]
            told[teller].append((fact, " ".join(own).capitalize() + "."))
    documents = []
    for number, facts_told in enumerate(told, 1):
        chance.shuffle(facts_told)
        documents.append(make_document(number, f"Outlet {number}", "Flood", [text for _, text in facts_told]))
    points: dict[int, list[Link]] = {}
    for document, facts_told in zip(documents, told, strict=True):
        for passage, (fact, _) in zip(document.passages[1:], facts_told, strict=True):
            points.setdefault(fact, []).append(Link(passage.id, 0.9))
    return Comparison(
        "0.1.0",
        tuple(documents),
        points=tuple(
            Point(f"pt{at}", f"Fact {fact}", at, tuple(found))
            for at, (fact, found) in enumerate(sorted(points.items()), 1)
            if len(found) > 1
        ),
    )


@pytest.mark.parametrize(("articles", "facts", "most"), [(5, 60, FIVE), (60, 300, SIXTY)])
def test_a_first_page_is_small_with_all_that_it_needs(articles, facts, most, lead, sign_in):
    story = make_story(invented(articles, facts), leads=[lead])
    page = sign_in(lead).get(f"/stories/{story.pk}/").content
    assert b'id="later"' in page
    names = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page.decode()))
    files = {name: finders.find(name) for name in names}
    scripts = {name for name in names if name.endswith(".js") and not name.startswith("django")}
    assert scripts
    files |= {f"js/{name}": finders.find(f"js/{name}") for name in ("words.js", "drafts.js")}  # imported by others
    assert all(files.values()), files
    size = len(gzip.compress(page))
    for path in files.values():
        with open(path, "rb") as file:
            size += len(gzip.compress(file.read()))
    assert size <= most


def test_differences_that_are_most_likely_none_are_shown_to_who_asks_for_them(full, lead, sign_in):
    full.annotations.filter(label="Two dead or three").update(confidence=0.2)
    client = sign_in(lead)

    def cards(query: str) -> str:
        return client.get(f"/stories/{full.pk}/{query}").content.decode().partition('id="comparison"')[2]

    assert "Two dead or three" not in cards("")
    assert "Two dead or three" in cards("?notes=all")
    assert "Two dead or three" in cards("?only=differences")
    assert "The closing of 1961" in cards("")
    assert "The closing of 1961" not in cards("?notes=none")
