"""Invented articles for the engine's tests."""

from collections.abc import Iterator
from pathlib import Path

import coverage_app
from coverage_app.engine.documents import Document
from coverage_app.engine.normalising import words
from coverage_app.engine.reading import read

HARBOUR = """Harbour of Velmar closed after crane collapse

A crane collapsed in the harbour of Velmar on Tuesday and blocked both quays, the port authority said.

Two dockers were injured and taken to the hospital of Saint Orla, where one remains in serious condition.

"We will not reopen the quays before every bolt has been checked," harbour master Ilsa Brandt told reporters.

The crane was built in 1974 by the Torvald works, which went bankrupt eleven years later.
"""

HERALD = """Crane falls in Velmar, two hurt

VELMAR (Nordpress) — Both quays of Velmar's harbour were blocked on Tuesday when a crane collapsed, \
according to the port authority.

"We will not reopen the quays before every bolt has been checked," said Ilsa Brandt, the harbour master.

Two dockers were hurt; one is in a serious condition in Saint Orla hospital.

Ferries to the island of Hest will leave from Kalby until further notice, the shipping line Marnet said.
"""

COURIER = """Unions demand inquiry into Velmar accident

The dockers' union demanded an independent inquiry on Wednesday into the collapse of a crane in the harbour of \
Velmar that injured two of its members.

"Nobody listened when we warned of rust in March," said union leader Pavel Roos.

Harbour master Ilsa Brandt has said that the quays would not reopen before every bolt had been checked.
"""


def document(text: str, name: str = "herald.txt") -> Document:
    return read(text.encode(), name)


def harbour_story() -> list[Document]:
    return [document(HARBOUR, "gazette.txt"), document(HERALD, "herald.txt"), document(COURIER, "courier.txt")]


DEMO = Path(coverage_app.__file__).parent / "demo"


def demo_story() -> list[Document]:
    return [read(path.read_bytes(), path.name) for path in sorted(DEMO.iterdir()) if path.suffix in (".txt", ".html")]


def real_stories(shared: Path) -> Iterator[list[Document]]:
    """The demo story, and the events of the corpus that are found in the shared folder."""
    yield demo_story()
    for folder in sorted(path for path in (shared / "corpus").iterdir() if path.is_dir()):
        documents = [read(path.read_bytes(), path.name) for path in sorted(folder.glob("*.txt"))]
        if len(documents) > 1:
            yield documents


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, without its marks."""
    return [word.norm for word in words(text) if word.is_word]
