"""The administration: upload articles, keep outlets, stories and members in order, look at what editors decided.

imports.py takes files in and shows what became of them; stories.py and articles.py manage; decisions.py shows editorial
work, read-only.
"""

from . import articles, decisions, imports, stories

__all__ = ["articles", "decisions", "imports", "stories"]
