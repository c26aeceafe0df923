"""The answer that hands out an uploaded file: for the articles page and the administration."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .models import ImportFile


def attachment(file: ImportFile) -> HttpResponse:
    """The file as it was given, byte for byte: always to be saved, never shown, since it may be anything."""
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
