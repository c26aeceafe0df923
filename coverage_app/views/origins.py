"""Origins: what stands elsewhere word for word, which text looks like the origin, and an article minus its origin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import story_for
from ..engine.derived import with_origins, with_quotes
from ..provenance import Account, Parallel, accounts, verdict
from .desk import Desk


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    comparison = with_quotes(with_origins(desk.comparison))
    found = accounts(comparison)
    chosen = _chosen(request, found)
    context = {
        "story": story,
        "here": "origins",
        "desk": desk,
        "accounts": found,
        "verdict": verdict(found),
        "chosen": chosen,
    }
    if chosen and chosen.likeliest:
        others = [document for document, _ in chosen.common]
        other = next((document for document in others if document.id == request.GET.get("against")), chosen.likeliest)
        rows = {passage: row.key for row in reversed(desk.sheet.rows) for passage in row.passages}
        folded = request.GET.get("minus") == "1"
        context |= {
            "others": others,
            "folded": folded,
            "parallel": Parallel(comparison, chosen.document, other, desk.sheet.places, rows, folded=folded),
        }
        # The overview's form carries along which article is read.
        desk.state["article"], desk.state["against"] = chosen.document.id, other.id
        if folded:
            desk.state["minus"] = "1"
    context["other_fields"] = [(n, v) for n, v in desk.fields if n not in ("article", "against", "minus")]
    return render(request, "origins/page.html", context)


def _chosen(request: HttpRequest, found: tuple[Account, ...]) -> Account | None:
    """The article that the address names, else the one that owes most to its source, else the one that shares most."""
    named = next((account for account in found if account.document.id == request.GET.get("article")), None)
    sharing = [account for account in found if account.common]
    return named or max(sharing, key=lambda account: (account.source is not None, account.shared), default=None)
