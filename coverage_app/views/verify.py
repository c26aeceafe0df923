"""Where a reader, who needs no account, drops an exported document to see whether its words are in the sources."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from .. import queries
from ..export.data import Unreadable
from ..export.verifying import comparison_in, verify

LARGEST = 20_000_000  # bytes; a document of a hundred articles has some 5,000,000


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "verify/page.html")
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Unreadable("Choose the HTML file as it was exported.")
        if file.size > LARGEST:
            raise Unreadable(f"The file has more than {LARGEST // 1_000_000} MB: no export is so large.")
        html = file.read().decode("utf-8")
        hashes = [document.sha256 for document in comparison_in(html).documents]
        report = verify(html, queries.source_texts(hashes))
    except UnicodeDecodeError:
        return render(
            request, "verify/page.html", {"wrong": "The file is no text in UTF-8. Choose the HTML file."}, status=422
        )
    except Unreadable as error:
        return render(request, "verify/page.html", {"wrong": str(error)}, status=422)
    # To whom the sources are not shown, it is not shown either which words they lack: else one could ask for a text
    # word by word.
    context = {"name": file.name, "report": report, "shows_words": request.user.is_authenticated}
    return render(request, "verify/page.html", context)
