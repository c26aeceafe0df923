"""Bytes into text: finds the encoding, normalises line ends, drops what no database column can hold."""

import codecs
import re

from .documents import UnreadableSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its first two bytes are the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of files that people take for articles, and what they are.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, video or image file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)

# Characters of text that an article may have: three hundred thousand words, so that reading takes seconds at most. A
# file may have more bytes than that, since saved pages carry their scripts and pictures.
MAX_TEXT = 2_000_000
SAMPLE = 64 * 1024  # bytes that are looked at to guess an encoding: more does not make the guess better
HEAD = 4096  # bytes in which an HTML page must declare its encoding, generously (the standard says 1024)
MOST_CONTROL = 0.02  # share of control characters above which bytes are no text; real texts have none
FEW_CONTROL = 4  # as many may stray into a short note
_ADVICE = "Save the article as .txt, .html or .docx, or paste its text."

# What text without a declaration is guessed to be: the encodings in which news was written before UTF-8. A guess among
# all that Python knows ends too often in one that differs from the right one by a few letters.
_ENCODINGS = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949", "gb18030", "big5", "tis_620",
)  # fmt: skip
_SIGN_IN_WORD = re.compile("[a-z][³¹¿¼¾£¥ºª]")

_META_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls except tab and newline, lone surrogates and non-characters: PostgreSQL refuses NUL, UTF-8 the
# surrogates, and no reader sees any of them.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")


def decode(data: bytes, *, is_page: bool = False) -> str:
    """The text of `data`, with \\n line ends. `is_page` says that it is HTML, which may declare its encoding.

    Raises UnreadableSource for what is no text.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableSource(f"This is {what}, which cannot be read as an article. {_ADVICE}")
    text = clean(_decoded(data, is_page))
    if not text.strip():
        raise UnreadableSource("The file has no text in it. Check that the right file was chosen, or paste the text.")
    return text


def clean(text: str) -> str:
    """`text` with \\n line ends and without characters that cannot be stored or seen."""
    return _UNSTORABLE.sub("", _LINE_ENDS.sub("\n", text))


def refuse_book(length: int) -> None:
    """Raises UnreadableSource for a text of more than MAX_TEXT characters."""
    if length > MAX_TEXT:
        raise UnreadableSource(
            f"There are more than {MAX_TEXT // 1_000_000} million characters of text in the file, far more than an "
            "article has. Save only the article, or paste it."
        )


def _decoded(data: bytes, is_page: bool) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if wide := _utf16_without_bom(data):
        return data.decode(wide, "replace")
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:  # cut in the middle of its last character
            return data.decode("utf-8", "replace")
    declared = _META_CHARSET.search(data, 0, HEAD) if is_page else None
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration: guess as if it were not there
    return data.decode(_guess(data), "replace")


def _utf16_without_bom(data: bytes) -> str | None:
    """Half of the bytes of UTF-16 text in a Latin script are NUL, all at odd or all at even places."""
    sample = data[:SAMPLE]
    if len(sample) < 4 or 4 * sample.count(0) < len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if 20 * min(even, odd) > max(even, odd):  # NULs on both sides: binary, not text
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    controls = sum(sample.count(n) for n in range(32) if n not in b"\t\n\x0b\x0c\r\x1b")
    if controls > max(FEW_CONTROL, MOST_CONTROL * len(sample)):
        raise UnreadableSource(f"This file holds binary data, no text. {_ADVICE}")


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # costs start-up time, and most files are UTF-8

    best = from_bytes(data[:SAMPLE], cp_isolation=list(_ENCODINGS)).best()
    encoding = best.encoding if best else "cp1252"
    if encoding == "cp1250" and _reads_as_western(data):
        return "cp1252"
    return encoding


def _reads_as_western(data: bytes) -> bool:
    """Whether Windows-1252 makes sense of the bytes: in Polish or Hungarian text it finds signs inside words."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return _SIGN_IN_WORD.search(text) is None
