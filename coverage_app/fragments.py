"""One address, two answers: a page to the browser, a part of it to htmx. Said here once, for every view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class FragmentMiddleware:
    """Keeps page and fragment apart. Stands before htmx's middleware, which makes `request.htmx` of the headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Back and Forward want the whole page, even where htmx fetches it. In META, since `headers` is made of it once.
        if request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
            request.META.pop("HTTP_HX_REQUEST", None)
        response = self.get_response(request)
        # Else Back shows the fragment that the browser keeps under the address of the page.
        patch_vary_headers(response, ["HX-Request"])
        # What is shown depends on who asks. Not no-store: with it Back would lose what was typed.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
