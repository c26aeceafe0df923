"""Files to import: sound ones, and the bad ones that people really send."""

import io
import zipfile

from coverage_app.services.imports import Facts, GivenFile

REPORT = """Dam opens six gates at night

By Ilva Torm

Korvhydro opened six of the dam's eight gates at 1:10 a.m., officials said on Monday. Two people were killed.

The river was last closed in 1961, when the old weir broke. "We had no warning," said a farmer in Velnok.

The company said that it would publish its own report within a week.

Advertisement
"""

PAGE = """<!doctype html><html lang="en"><head><title>Wall of water</title>
<meta property="og:site_name" content="The Morning Flare">
<script>var hidden = "script words";</script><style>.x { color: red }</style></head>
<body><nav><a href="/">Home</a></nav><article><h1>Wall of water</h1>
<p>They threw open six of the gates at night, and <b onclick="alert(1)">two people</b> were killed.</p>
<script>document.write("written words")</script>
<p>A farmer said that &lt;img src=x onerror=alert(2)&gt; was all that he saw of the flood on his screen.</p>
<p>The company promised that a full report would be published within one week of the flood.</p>
</article></body></html>"""


def given(name: str, data: bytes | str, **facts: object) -> GivenFile:
    content = data.encode() if isinstance(data, str) else data
    return GivenFile(name, len(content), lambda: content, Facts(**facts))


def report(number: int, *, sentences: int = 4) -> str:
    """A sound article that no other number gives."""
    lines = (f"Sentence {n} of report {number} says that gate {n} was opened at night." for n in range(sentences))
    return "\n\n".join([f"Flood, report {number}", *lines])


def zip_bomb() -> bytes:
    """A .docx of some kB that would unpack to 200 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"a" * (200 * 1024 * 1024))
    return packed.getvalue()


def too_large(name: str = "huge.html") -> GivenFile:
    def never() -> bytes:
        raise AssertionError("a file that is too large must not be read")

    return GivenFile(name, 30 * 1024 * 1024, never)
