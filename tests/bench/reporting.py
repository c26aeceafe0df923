"""One measured figure, and how it is printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bar` says in words what was asked for; `met` is None where nothing was."""

    name: str
    value: float
    unit: str
    bar: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = "" if self.met is None else f"  {'ok' if self.met else 'MISSED'}: {self.bar}"
        return f"{self.name:58s} {self.value:10.3f} {self.unit}{verdict}"
