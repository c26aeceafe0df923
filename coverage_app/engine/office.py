"""Word files into HTML; the only module that imports mammoth."""

import io
import zipfile

from .documents import UnreadableSource

# What a .docx may unpack to, in bytes: articles need less than one MiB, pictures included a few dozen.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ENTRIES = 2000  # files inside a .docx; a real one has some twenty


def page_of(data: bytes) -> str:
    """The HTML of a Word file, without its pictures.

    Raises UnreadableSource for what is no sound .docx, or would unpack to more than MAX_UNPACKED bytes.
    """
    broken = UnreadableSource(
        "This file is named like a Word document but cannot be opened as one. Save it again as .docx or as .txt."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise UnreadableSource(
                    "This Word file would unpack to far more than an article needs, so it was not opened. "
                    "Save its text as .txt."
                )
            if "word/document.xml" not in archive.namelist():
                raise broken
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, UnreadableSource):
            raise
        raise broken from error

    import mammoth  # type: ignore[import-untyped]  # costs start-up time, and few articles are Word files

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _image: {"src": ""})
        )
    except Exception as error:  # mammoth has no error class of its own: whatever it says, the file is broken
        raise broken from error
    return f"<html><body>{result.value}</body></html>"
