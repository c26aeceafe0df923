"""Crossread: compares how several outlets covered one event.

The map, from the ground up; arrows only go down:

    engine/      text in, frozen dataclasses out; pure Python, knows nothing of Django
    export/      a comparison out as HTML
    models/      what is stored
    queries.py   reads: a fixed number of queries for each page
    services/    writes: one transaction, one journal entry
    views/  forms.py  access.py  admin/  management/                  the web, the administrator, the shell

See docs/architecture.md.
"""
