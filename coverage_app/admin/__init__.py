"""The administration: upload articles, keep outlets, stories and members in order, look at what editors decided.

uploads.py takes files in; stories.py, articles.py and imports.py manage; decisions.py shows editorial work, read-only.
"""

from . import articles, decisions, imports, stories

__all__ = ["articles", "decisions", "imports", "stories"]
