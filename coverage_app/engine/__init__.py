"""Text in, frozen dataclasses out: the part of Crossread that reads, aligns and compares, without Django.

documents.py names the things; compare.py runs the whole way; every other module is one step of it.
"""

VERSION = "0.1.0"
