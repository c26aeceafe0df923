"""Export."""

page = preview = download = lambda request, **kw: None
