"""One article as it reads, with who else reports each passage, and its notes in the margin."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import queries
from ..access import story_for
from ..article import Block, Reading
from ..export.addresses import web_address
from ..models import Story
from ..presentation import Note
from .desk import Desk

MOST_LETTERS = 6  # of other articles, that fit the margin
MOST_ROOM = 6  # blocks over which notes may run
MOST_NOTES = 3  # beside one block; what is proposed beyond is folded


class ArticleDesk(Desk):
    """One article of a story, the first when none is named."""

    def __init__(self, request: HttpRequest, story: Story, article_id: int | None) -> None:
        super().__init__(request, story)
        wanted = [c for c in self.sheet.every if article_id is None or c.document.id == f"a{article_id}"]
        if not wanted and article_id is not None:
            raise Http404("This article is not in the story, or nobody has confirmed what was read from it.")
        self.reading = Reading(self.sheet, wanted[0]) if wanted else None

    def articles(self) -> list[dict]:
        """The story's articles, to switch between."""
        query = self.query
        return [
            {
                "column": column,
                "url": reverse("article.page", args=[self.story.pk, queries.key(column.document.id)]) + query,
                "is_here": self.reading is not None and column is self.reading.column,
            }
            for column in self.sheet.every
        ]

    @property
    def address(self) -> str | None:
        """Where the article was published, if that is a place in the web."""
        return web_address(self.reading.document.url) if self.reading else None

    def blocks(self) -> list[dict]:
        """The blocks with their links. The first words of the headline are the heading of the page; the byline stands
        before the body."""
        blocks = [self._block_context(block) for block in self.reading.blocks] if self.reading else []
        for first in [item for item in blocks if item["block"].kind == "headline"][:1]:
            first["passages"][0]["is_heading"] = True
        for first in [item for item in blocks if item["block"].kind == "body"][:1]:
            first["begins_body"] = True
        return blocks

    @property
    def has_heading(self) -> bool:
        return any(block.kind == "headline" for block in self.reading.blocks) if self.reading else False

    def _block_context(self, block: Block) -> dict:
        notes = [{"note": note, "row": self._row_of(note)} for note in block.notes]
        shown = [
            item for at, item in enumerate(notes) if at < MOST_NOTES or item["note"].annotation.state == "accepted"
        ]
        return {
            "block": block,
            "room": min(block.room, MOST_ROOM),
            "passages": [
                {
                    "read": read,
                    "row": self.url(read.row),
                    "rows": " ".join(row.key for row in read.rows),
                    "letters": " ".join(c.letter for c in read.others) if len(read.others) <= MOST_LETTERS else "",
                }
                for read in block.passages
            ],
            "notes": shown,
            "folded": [item for item in notes if item not in shown],
        }

    def _row_of(self, note: Note) -> str:
        return self.url(self.first_row_of([mark.target.passage for mark in note.marks]))


@require_safe
def page(request: HttpRequest, story_id: int, article_id: int | None = None) -> HttpResponse:
    story = story_for(request, story_id, "read")
    desk = ArticleDesk(request, story, article_id)
    context = {
        "story": story,
        "here": "article",
        "desk": desk,
        "blocks": desk.blocks(),
        "alignment": queries.latest_alignment(story),
    }
    return render(request, "article/page.html", context)
