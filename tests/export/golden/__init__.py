"""What the export of the demo story looks like, kept as files and looked at by eye before they are kept.

`python -m tests.export.golden` writes them anew; the difference is what a reader would see of a change. The comparison
itself is one of the files, so that a better engine does not change the others.
"""
