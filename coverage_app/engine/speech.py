"""How furniture speaks where no wording of the trade gives it away: of pictures, of videos, to readers, of itself.

What is found here is a sign, no proof; signs.py has it weighed. English only. Every pattern is bounded, so that its
time grows with the line's length only.
"""

import re

_MONTHS = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"

# What somebody does in a picture: "speaks during", "is seen".
_DEPICTED = re.compile(
    r"""\b(?:
      (?:speak|talk|gesture|wave|walk|arrive|stand|sit|pose|smile|listen|gather|march|protest|demonstrate|ride|perform
        |celebrate|applaud|react|pray|queue|salute|picket|rally)s?
      \ (?:on|at|in|during|to\ (?:a|the|reporters|journalists)|with|for|as|after|before|outside|inside|near|from|past
        |next|beside|along|by)
    | looks?\ on | waits?\ (?:in\ line|for|outside|at) | shakes?\ hands
    | (?:attend|address|greet|board|leave|answer|hold|hug|carr(?:y|ie)|inspect|deliver|escort|display|question|sign)
      (?:e?s)?\ (?:an?|his|her|their|up|reporters|journalists|supporters|questions|flowers|flags|signs|placards)
    | (?:is|are|was|were)\ (?:seen|pictured|shown|photographed|depicted)
    | (?:seen|pictured|photographed|shown)\ (?:here|in|at|on|above|below|during)
    | undated | file\ (?:photo|picture|image)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# When a picture was taken; a report leaves out the year: "on Tuesday, June 3, 2031".
_DATED = re.compile(
    rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:{_MONTHS}\.? \d{{1,2}},|\d{{1,2}} {_MONTHS}) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# How broadcasters announce a video or a guest: "Lea Brook has the story", "reports live from Kalby".
_ANNOUNCED = re.compile(
    r"""(?:
      \b(?:has|have|with|brings\ (?:you|us))\ (?:the|that|this|more)\b.{0,16}?\b(?:story|details|latest|report|more)\b
    | \bhas\ more\b | \breports?\ (?:live\b|from\ (?-i:[A-Z])|on\ (?:the|how|why)\ )
    | \b(?:discusses|joins|explains|weighs\ in|breaks\ (?:it\ |this\ )?down|reacts\ to|takes\ a\ look)\b
    | \bsits\ down\ with\b | ^video\b | \b(?:this|in\ the)\ video\b | ^watch\b | ^listen\b
    | \bon\ ['‘"“](?-i:[A-Z][a-z]{1,20}\ ?){1,4}['’"”]  # on 'Morning Desk'
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# The outlet speaks to its readers: newsletters, subscriptions, invitations to write.
_TO_READERS = re.compile(
    r"""\b(?:
      our\ (?:\w{1,12}\ ){0,2}
      (?:newsletters?|apps?|reporters?|coverage|journalism|readers|podcasts?|channels?|site|editors)
    | your\ (?:inbox|e-?mail|subscription|support|stor(?:y|ies)|account|phone|device|questions|thoughts)
    | newsletter | subscribe(?:rs?)? | sign(?:ing)?\ up\ (?:for|to|here) | (?:click|tap)\ here | download\ (?:the|our)
    | become\ a\ member | donate\ (?:now|today|here) | (?:readers|listeners|viewers)\ like\ you
    | follow\ (?:us|him|her|them|live|along|our|the\ latest) | join\ (?:us|the\ (?:conversation|debate|discussion))
    | (?:e-?mail|contact)\ (?:us|him|her|the\ (?:author|reporter|writer|editor))
    | let\ us\ know | tell\ us | send\ (?:us|it\ to|tips) | have\ a\ (?:news\ )?tip
    | stay\ (?:tuned|informed|up\ to\ date) | check\ back | read\ (?:the\ full|more|our|all\ about|it\ all|also)
    | find\ out\ more | watch\ (?:our|more|live) | listen\ to\ (?:our|this\ (?:episode|story|article)|the\ story)
    | see\ (?:more|also|our) | never\ miss | enable\ javascript
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# The text speaks of itself or of who made it.
_ABOUT_ITSELF = re.compile(
    r"""\b(?:
      this\ (?:article|story|report|post|piece|column|essay|interview|page|fact\ check|series)\b
      (?!\ (?:has\ been|was)\ (?:updated|corrected))
    | (?:is|are)\ (?:an?|the)\ (?:[\w'-]{1,20}\ ){0,4}
      (?:reporter|correspondent|editor|columnist|contributor|journalist|writer)s?
      \ (?:for|at|with|in|to|based|who|covering)
    | (?:views|opinions)\ expressed | contributing | a\ version\ of\ this | with\ reporting
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTS = re.compile(r"correction|clarification", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://|\bwww\.|\bpic\.twitter|\w@\w|(?<!\w)[@#][^\W\d]\w|\b\w{2,30}\.(?:com|org|net|co\.uk)\b"
)


def is_depicted(line: str) -> bool:
    """Whether a line speaks as the text under a picture does."""
    return _DEPICTED.search(line) is not None


def is_dated(line: str) -> bool:
    """Whether a line has a weekday with date and year, as the text under a picture does."""
    return _DATED.search(line) is not None


def is_announced(line: str) -> bool:
    """Whether a line speaks as the text beside a video does."""
    return _ANNOUNCED.search(line) is not None


def is_to_readers(line: str) -> bool:
    """Whether a line speaks to the readers about what the outlet offers."""
    return _TO_READERS.search(line) is not None


def is_about_itself(line: str) -> bool:
    """Whether a line speaks of the text that it stands in, or of its author; a correction is report."""
    return _ABOUT_ITSELF.search(line) is not None and _CORRECTS.match(line) is None


def has_address(line: str) -> bool:
    """Whether a line has an address on the web, an account's name or a hashtag."""
    return _ADDRESS.search(line) is not None
