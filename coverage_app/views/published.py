"""Public editions: read by anybody who has the address, without an account. Nothing here touches a session or sets a
cookie, so that any cache may keep the answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ..models import Edition

# How long a cache may keep an answer without asking: that long an edition can still be read after it was withdrawn.
KEPT_SECONDS = 300
# No script and no origin of ours, but the links to the sources lead on, in a new tab too.
SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


@login_not_required
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    edition = None
    if settings.PUBLIC_EDITIONS:
        edition = Edition.objects.without_files().filter(token=token, public=True).first()
    if edition is None:
        return render(request, "editions/unavailable.html", status=404)
    if edition.withdrawn_at:
        response = render(request, "editions/unavailable.html", {"edition": edition}, status=410)
    else:
        response = get_conditional_response(request, etag=f'"{edition.sha256}"') or HttpResponse(bytes(edition.html))
        response["ETag"] = f'"{edition.sha256}"'
        isolate(response, edition, frames=settings.PUBLIC_FRAMES)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, must-revalidate"
    if edition.withdrawn_at or not settings.PUBLIC_INDEXED:
        response["X-Robots-Tag"] = "noindex"
    return response


def isolate(response: HttpResponse, edition: Edition, *, frames: list[str]) -> None:
    """The document may do what it asks for itself, which is to be styled, and nothing else: a sandbox keeps it apart
    from the pages of Crossread. Only `frames` may show it in theirs."""
    framed = " ".join(frames) or "'none'"
    response["Content-Security-Policy"] = f"{edition.policy}; frame-ancestors {framed}; {SANDBOX}"
    response["Referrer-Policy"] = "no-referrer"
    # HTML's standard has a browser refuse a page that is sandboxed and asks for an opener policy as well.
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response.xframe_options_exempt = bool(frames)  # an older header, which cannot name whom it allows
