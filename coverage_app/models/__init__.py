"""What is stored. One module for each subject; import the classes from here."""

from .annotations import Annotation, Target
from .articles import Article, Outlet, Passage, Revision
from .bundles import Bundle
from .double_reviews import Answer, Candidate, DoubleReview, Reviewer
from .editions import Edition
from .front_matter import FrontMatter
from .imports import ImportBatch, ImportFile
from .journal import Change
from .points import Absence, Alignment, Link, Point
from .presence import Presence
from .stories import Member, Role, Story
from .verdicts import Verdict

__all__ = [
    "Absence",
    "Alignment",
    "Annotation",
    "Answer",
    "Article",
    "Bundle",
    "Candidate",
    "Change",
    "DoubleReview",
    "Edition",
    "FrontMatter",
    "ImportBatch",
    "ImportFile",
    "Link",
    "Member",
    "Outlet",
    "Passage",
    "Point",
    "Presence",
    "Reviewer",
    "Revision",
    "Role",
    "Story",
    "Target",
    "Verdict",
]
