"""The comparison page of 5 and of 20 real articles, and edits of the demo story: server time and number of queries."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from .reporting import Figure
from .shared import CORPUS_OF_FIVE, articles, gold_folders, shared_or_exit

RUNS = 7
MOST_QUERIES = 15
EDITS = 15  # of each kind
MOST_TIMES = 4.0  # as long as the sign-in page


def run() -> Iterator[Figure]:
    shared = shared_or_exit()
    five = articles(shared / "corpus" / CORPUS_OF_FIVE)
    twenty = [path for folder in gold_folders(shared)[:4] for path in articles(folder)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for paths in (five, twenty):
            yield from _measure(paths)
        yield from edits()
    finally:
        teardown_databases(databases, verbosity=0)


def _measure(paths: list[Path]) -> Iterator[Figure]:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from coverage_app import presentation
    from coverage_app.services.imports import GivenFile, batch_confirm, files_import
    from coverage_app.services.stories import story_create

    actor = User.objects.get_or_create(username="bench")[0]
    story = story_create(actor=actor, title=f"{len(paths)} articles")
    batch_confirm(
        actor=actor,
        batch=files_import(actor=actor, story=story, files=[GivenFile.from_path(path) for path in paths]),
    )
    client = Client()
    client.force_login(actor, backend="django.contrib.auth.backends.ModelBackend")
    address = story.get_absolute_url()

    def seconds(url: str) -> float:
        start = perf_counter()
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")
        return perf_counter() - start

    sign_in = median(_anonymous(Client()) for _ in range(RUNS))
    presentation.compared_wording.cache_clear()
    first = seconds(address)
    again = median(seconds(address) for _ in range(RUNS))
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    name = f"comparison page of {len(paths)} articles"
    yield Figure(f"{name}, first view (words compared anew)", first * 1000, "ms")
    yield Figure(f"{name}, seen again", again * 1000, "ms")
    yield Figure(f"{name}, seen again, against the sign-in page", again / sign_in, "x")
    count = len(captured)
    yield Figure(f"{name}, queries", count, "", f"at most {MOST_QUERIES}", count <= MOST_QUERIES)


def edits() -> Iterator[Figure]:
    """Each edit as the browser sends it, with what its page shows; the sign-in page is asked for in between."""
    from django.contrib.auth.models import User
    from django.test import Client

    from coverage_app.models import Annotation
    from coverage_app.services.demo import demo_load

    lead, editor = (User.objects.get_or_create(username=name)[0] for name in ("bench", "bench-editor"))
    story, _ = demo_load(lead=lead, editor=editor)
    client, anonymous = Client(headers={"HX-Request": "true"}), Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    sign_in: list[float] = []
    times: dict[str, list[float]] = {"move": [], "accept": [], "undo": []}

    def edit(kind: str, address: str, **fields: object) -> None:
        page = client.get(story.get_absolute_url() + "?all=1", headers={"HX-Request": ""}).content.decode()
        sign_in.append(_anonymous(anonymous))
        start = perf_counter()
        response = client.post(address, {**fields, "rows": _rows_shown(page)})
        times[kind].append(perf_counter() - start)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    points = list(story.points.all())
    proposals = story.annotations.filter(state=Annotation.State.PROPOSED)
    for here, there, proposal in list(zip(points, points[1:], proposals, strict=False))[:EDITS]:
        passage = here.links.exclude(state="rejected").first().passage_id
        edit("move", f"/passages/{passage}/move/", source=here.pk, point=there.pk, row=f"pt{here.pk}")
        edit("undo", f"/stories/{story.pk}/undo/")
        edit("accept", f"/annotations/{proposal.pk}/accept/", version=proposal.version)
    for kind, taken in times.items():
        share = median(taken) / median(sign_in)
        yield Figure(f"{kind} in the demo story", median(taken) * 1000, "ms")
        bar = f"at most {MOST_TIMES:g}"
        yield Figure(f"{kind} in the demo story, against the sign-in page", share, "x", bar, share <= MOST_TIMES)


def _rows_shown(page: str) -> str:
    """What static/js/correct.js sends along."""
    numbers = dict(re.findall(r'id="number-(pt\d+)">(\d+)<', page))
    rows = re.findall(r'<tbody class="row[^"]*" id="row-([\w-]+)" data-stamp="(\w+)"', page)
    return " ".join(f"{key}:{stamp}:{numbers.get(key, '')}" for key, stamp in rows)


def _anonymous(client: Any) -> float:
    start = perf_counter()
    client.get("/accounts/sign-in/")
    return perf_counter() - start
