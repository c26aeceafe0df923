"""Lines that a page brings along with any article, known by their wording: adverts, credits, forms, teasers.

The words are those of the trade, in English with the commonest of other languages; none is of one outlet or one event.
Every pattern is anchored or bounded, so that its time grows with the line's length only.
"""

import re

# A whole line, without its punctuation and case.
_LINES = frozenset(
    line.strip()
    for line in """
    ad|ads|advert|advertisement|advertisements|advertising|sponsored|sponsored content|promoted|promoted content|
    paid content|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|story continues below advertisement|
    article continues below advertisement|continue reading the main story|skip advertisement|scroll to continue|
    source link|source|link|sources|original article|view original|view original article|read original article|
    back to top|back to top button|to the top|top|home|menu|close|search|sections|skip to content|
    skip to main content|related|related articles|related article|related stories|related news|related content|
    related topics|related posts|more stories|more news|more on this story|more on this topic|
    more from this section|recommended|recommended stories|recommended for you|read more|read next|up next|
    also read|see also|see more|show more|load more|most read|most popular|most viewed|trending|trending now|
    latest|latest news|latest stories|top stories|editors' picks|editor's picks|you may also like|
    you might also like|don't miss|must read|what to read next|keep reading|continue reading|share|share this|
    share this article|share this story|share article|share on facebook|share on twitter|share on x|tweet|email|
    print|save|copy link|copy|listen|listen to article|listen to this article|follow us|follow|like|bookmark|
    facebook|twitter|whatsapp|linkedin|telegram|instagram|youtube|reddit|pinterest|comment|comments|
    leave a comment|leave a reply|leave a reply cancel reply|post a comment|post comment|join the conversation|
    add a comment|view comments|show comments|hide comments|no comments|no comments yet|reply|cancel reply|submit|
    name|website|log in|login|sign in|sign up|register|subscribe|subscribe now|newsletter|newsletters|support us|
    donate|loading|please wait|cookie settings|cookie policy|privacy policy|terms of use|terms of service|
    terms and conditions|contact us|about us|photo|photos|video|videos|image|images|gallery|in pictures|play|
    play video|watch|watch now|watch live|live|tags|topics|previous|next|previous article|next article|
    previous post|next post|file photo|file image|caption|credit
    """.replace("\n", "").split("|")
)

# Of these, the headings of a list of other stories.
_HEADS = re.compile(
    r"(?:(?:related|recommended|more|top|latest|other) (?:stories|articles|news|content|posts|topics|coverage)"
    r"|more (?:on|from) this (?:story|topic|section)|(?:most|also|must) read|most (?:popular|viewed)"
    r"|read (?:more|next|also)|see also|up next|trending(?: now)?|recommended(?: for you)?|what to read next"
    r"|you (?:may|might) also like|editors? picks|don t miss)"
)

# How a line of that kind begins.
_STARTS = re.compile(
    r"""(?:
      (?:reporting|writing|edited|editing|written|additional\ reporting|compiled|translated|produced|graphics?)\ by\b
    | [(\[]?(?:reporting|writing|edit(?:ing|ed)|additional\ reporting|compiled)\ (?:by|from|in)\b
    | with\ files\ from\b | to\ view\ this\ (?:video|content)\b
    | (?:additional\ |further\ )?(?:reporting|writing|editing|translation)\s{0,2}:
    | (?:photo(?:graph|s)?|images?|picture|video|illustration|graphic|credit|getty|file)
      \s{0,2}(?:credit|by|courtesy|from|via)?\s{0,2}[:/|©]
    | photo(?:graph)?s?\ (?:by|courtesy)\b
    | source[s]?\s{0,2}:
    | copyright\b | © | \(c\)\s?\d{4}
    | all\ rights\ reserved
    | your\ e-?mail\ address\ will\ not\b
    | required\ fields\ are\b
    | save\ my\ name\b
    | this\ site\ (?:uses|is\ protected)\b
    | we\ use\ cookies\b | by\ (?:clicking|continuing|signing\ up|subscribing)\b
    | (?:sign|log)\ (?:up|in|on)\ (?:for|to|here|with)\b
    | subscribe\ (?:to|for|now|here)\b
    | follow\ (?:us|@|the\ author)
    | click\ here\b | tap\ here\b | download\ (?:the|our)\ app\b
    | get\ (?:the\ latest|our\ newsletter|our\ daily|breaking)\b
    | (?:more|other)\ (?:stories|articles|news)\ like\ th(?:is|ese)\b
    | this\ (?:article|story|report|post)\ (?:was\ )?(?:first\ |originally\ )?(?:appeared|published|produced|reported)\b
    | (?:first\ published|last\ (?:updated|modified)|published|updated|posted)\s{0,2}(?:on|at|:|\d)
    | \((?:updates?|adds?|recasts?|refiles?|rewrites?|repeats?|removes?|changes?|releads?|new\ throughout)\b
    | \d{1,3}\ (?:comments?|shares?|min(?:ute)?s?\ read)$
    | advertisement\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# Who wrote or sent it, as a line of its own: "By Jane Doe", "By Associated Press".
_BYLINE = re.compile(r"(?:by|von|par|por)\s[^.!?:]{2,80}", re.IGNORECASE)
_BETWEEN_NAMES = frozenset("and und et y in for of the & , |".split())
# A teaser to something else, named as one, with a headline behind the colon.
_TEASER = re.compile(
    r"""(?:
      see(?:\ also)? | more | read(?:\ (?:more|also|next|our))? | also\ read | related(?:\ \w{1,12})?
    | watch(?:\ (?:live|more|now|the\ \w{1,12}))? | listen | opinion | analysis | explainer | explained | exclusive
    | photos? | videos? | in\ pictures | live | podcast | don't\ miss | up\ next | recommended | must\ read
    | from\ the\ archives? | interactive | fact\ check | quiz
    )\s{0,2}[:|»>-]\s""",
    re.IGNORECASE | re.VERBOSE,
)
TEASER_WORDS = 25  # a longer line that begins like a teaser is a sentence: "More: he said that ..."

# Who else wrote it, and that it goes on being written.
_CONTRIBUTED = re.compile(
    r"""(?:
      \bcontributed\ (?:reporting\b|from\b|to\ this\ (?:report|story|article|post)\b)
    | ^this\ (?:story|article|report|post|page)\ (?:has\ been|was|is\ being|will\ be)\ updated\.?$
    | ^this\ is\ a\ (?:breaking|developing)\ (?:news\ )?story\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# Whose picture it is, at the end of a caption: "[File: Tor Aas]", "(Tor Aas/Nordpress)", "NORDPRESS/Tor Aas".
_PICTURE_CREDIT = re.compile(
    r"""(?:
      [\[(](?:file|photo|image|picture|credit|getty|courtesy|handout|supplied|screengrab|screenshot)\b[^\])]{0,120}[\])]\.?$
    | [\[(][^\])/:|]{0,40}\b(?:photo(?:graph)?|image|picture|file)s?\s?[/:|][^\])]{2,80}[\])]\.?$
    | [\[(][^\])]{0,100}(?:/|\bvia\ |\|)\s?
      (?:ap|afp|reuters|epa|getty(?:\ images)?|ap\ photo|pool|handout|bloomberg|anadolu|xinhua|tass|ritzau|dpa|efe|ansa)
      \b[^\])]{0,60}[\])]\.?$
    | (?:\b(?:ap\ photo|getty\ images|afp|epa-efe|shutterstock|istock|alamy|handout\ via\ reuters)\b|\bfile\ photo)
      \W{0,3}$
    | \b(?:photo(?:graph)?|image|picture|credit)\s?:\s?[^.!?]{2,80}$
    | \b(?:photo(?:graph)?s?|illustration)\ (?:by|courtesy\ of)\s[^.!?]{2,60}$ | ©[^.!?]{2,60}$
    | (?-i:[\[(|]\s?[A-Z][\w.'-]{0,20}(?:\ [A-Z][\w.'-]{0,20}){1,3}\s?/\s?[A-Z][^\])/|]{2,40}[\])]?)$
    | (?-i:\b[A-Z]{3,12}/[A-Z][\w.'-]{0,20}(?:\ [A-Z][\w.'-]{0,20}){0,3})$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What only a caption says of its picture.
_CAPTION = re.compile(
    r"""(?:
      ^an?\ (?:undated\ |file\ |handout\ |recent\ |still\ )?
       (?:photo(?:graph)?|picture|image|screen\s?(?:shot|grab)|still|frame)\b
       .{0,80}\b(?:shows?|released|taken|provided|made)\b
    | ^(?:this|in\ this)\ (?:\w{1,12}\ ){0,2}(?:photo(?:graph)?|picture|image|frame\ grab|handout)\b
    | ^(?:pictured|seen\ here|from\ left|clockwise\ from)\b
    | ,\ (?:(?:second|third|far|front|back|top|bottom)\ )?(?:left|right|cent(?:er|re)|pictured),
    | \((?:left|right|centre|center|pictured|(?-i:[lrc]))\)  # (R) is a party
    | ^file\s?[–—-]\s | ,\ pictured\ (?:here|in|at|on|with|last)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip

_PUNCTUATION = re.compile(r"[^\w\s'-]+")
_JOINT = re.compile(r"[a-zà-ÿ]{2}[A-ZÀ-Þ][a-zà-ÿ]{2}")
JOINTS = 2  # words run together that make a line a list of sections; one alone may be a name
JOINED_WORDS = 8  # a list of sections has at most so many words


def is_boilerplate(line: str) -> bool:
    """Whether a paragraph is one of those lines."""
    line = line.strip().replace("’", "'")
    bare = " ".join(_PUNCTUATION.sub(" ", line).casefold().split())
    if bare in _LINES:
        return True
    count = len(bare.split())
    if _STARTS.match(line) or (count <= TEASER_WORDS and _CONTRIBUTED.search(line)) or _is_byline(line):
        return True
    return _are_sections(line, count)


def is_teaser(line: str) -> bool:
    """Whether a paragraph names itself a teaser: "Related: ..."."""
    line = line.replace("’", "'")
    return len(line.split()) <= TEASER_WORDS and _TEASER.match(line) is not None


def heads_teasers(line: str) -> bool:
    """Whether a paragraph is the heading of a list of other stories: "Related articles"."""
    return (
        _HEADS.fullmatch(" ".join(_PUNCTUATION.sub(" ", line.replace("'", " ").replace("’", " ")).casefold().split()))
        is not None
    )


def is_caption(line: str) -> bool:
    """Whether a paragraph says of itself that it stands under a picture."""
    return _PICTURE_CREDIT.search(line[-200:]) is not None or _CAPTION.search(line[:300]) is not None


def _is_byline(line: str) -> bool:
    match = _BYLINE.fullmatch(line)
    return match is not None and all(word[:1].isupper() or word in _BETWEEN_NAMES for word in line.split()[1:])


def _are_sections(line: str, count: int) -> bool:
    """ "ConflictNorth AmericaWorld": names of sections run together when a page is saved as text."""
    if count > JOINED_WORDS or not all(word[:1].isupper() for word in line.split()):
        return False
    return len(_JOINT.findall(line)) >= JOINTS
