"""A story in which every text that people, outlets or files give is hostile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coverage_app.engine.documents import Absence, Comparison
from coverage_app.export.options import Layout, Options, Texts

from ..factories import make_comparison, make_document, make_target


def hostile(payloads: Sequence[str]) -> Comparison:
    """A comparison of two articles with a passage, a point, a detail and a checked absence for each payload, which also
    names outlets, editors, files and addresses."""
    plain = make_comparison(articles=2)
    first, second = payloads[0], payloads[-1]
    sentences = [f"Said {payload} there." for payload in payloads]
    one = make_document(
        1,
        f"Outlet {first}",
        f"Headline {first}",
        sentences,
        byline=f"By {first}",
        url=f"https://example.org/{first}",
        source=f"file {first}",
        language=first,
    )
    other = make_document(2, f"Outlet {second}", second, sentences[::-1], byline=second, url=second, source=second)
    points, notes, absences = [], [], []
    for n, payload in enumerate(payloads):
        # the id too: whatever comes in a bundle or a file may be odd
        link = replace(plain.points[0].links[0], passage=f"a1.p{n + 1}", by=payload, state="accepted")
        points.append(replace(plain.points[0], id=f"pt{n}{payload}", label=f"Point {payload}", links=(link,)))
        absences.append(Absence(f"pt{n}{payload}", "a2", "checked", payload, plain.annotations[0].at))
        target = make_target(one, sentences[n])
        notes.append(
            replace(
                plain.annotations[0],
                id=f"n{n}{payload}",
                kind="added_detail" if n % 2 else "difference",
                difference_class=None if n % 2 else payload,
                label=f"Note {payload}",
                body=payload,
                outlets=(one.outlet,),
                by=payload,
                targets=(target,),
                state="accepted",
            )
        )
    return Comparison(f"0 {first}", (one, other), (), tuple(points), tuple(absences), tuple(notes))


def hostile_options(payloads: Sequence[str], layout: Layout) -> Options:
    text = payloads[0]
    return Options(
        title=f"Title {text}", layout=layout, texts=Texts(f"By {text}", date(2026, 3, 12), text, text), data="plain"
    )
