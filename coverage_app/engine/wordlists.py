"""Closed lists of English words that several steps need; other languages do without."""

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every no other another such same own both either neither i me my
    we us our you your he him his she her hers it its they them their theirs himself herself itself themselves who
    whom whose which what when where why how and or but nor so yet if than then as because while although though
    since until unless whether of in on at by for from to with without about into onto over under between among
    through during before after against toward towards upon within across along around behind beyond per via amid
    off out up down is are was were be been being am do does did done have has had having will would shall should
    can could may might must ought not n't isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't
    won't wouldn't can't couldn't shouldn't it's that's there's he's she's they're we're i'm you're there here also
    too very more most much many few less least just only even still again already ever never said says say saying
    told tell tells added adds according mr mrs ms
    """.split()
)

AUXILIARIES = frozenset(
    """
    is are was were be been being am do does did has have had will would shall should can could may might must
    ought isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't
    shouldn't it's that's there's he's she's they're we're i'm you're
    """.split()
)

# Words that turn the sense of what follows them: nobody may be quoted without the one that stands before his words.
TURNING = frozenset(
    """
    no not never nor neither nobody none nothing without cannot hardly barely scarcely rarely seldom few little
    if unless whether except lest until
    may might could would should must can
    allegedly reportedly apparently supposedly purportedly seemingly presumably possibly potentially perhaps maybe
    likely unlikely probably alleged suspected supposed purported presumed so-called believed thought expected feared
    rumored rumoured claimed claims claim alleges allege alleging denied denies deny denying denied
    refused refuses declined declines failed fails threatened threatens
    almost nearly
    """.split()
)
APPROXIMATING = frozenset("about around roughly approximately some over under least most than up".split())

# Little words with which a new phrase or clause may begin behind another little word: "is about | to leave".
JOINING = frozenset(
    """
    and or but nor that which who whom whose when where while because although though since until unless whether if
    as after before than so to with without by for from in on at into over against during under
    """.split()
)

# Where a phrase cannot end: what follows belongs to it.
HANGING = frozenset(
    """
    a an the this that these those some any each every no other another such own both either neither my our your his
    her its their who whom whose which what when where why how and or but nor so if than then as because while
    although though since until unless whether of in on at by for from to with without about into onto over under
    between among through during before after against toward towards upon within across along around behind beyond
    per via amid is are was were be been being am do does did has have had having will would shall should can could
    may might must not also very more most many few less mr mrs ms
    """.split()
)

# Words of a clause that says whose words the ones before it are, or that somebody contests them.
ATTRIBUTING = frozenset(
    """
    said say says saying told tells according added adds wrote writes claimed claims claim alleged alleges argued
    argues insisted insists denied denies deny denying disputed disputes rejected rejects reported reports stated
    states believed estimate estimates announced warned unless if
    """.split()
)
# First words of a sentence that is no sentence without what was said before it.
LEANING = frozenset(
    "he she it they his her its their him them this that these those but and or yet so also there such nor".split()
)
# First words of a clause that waits for another one.
SUBORDINATING = frozenset(
    """
    if when while after before as although though because since until unless under in on at by for with without
    despite during amid following had were should given once whether among from
    """.split()
)

RELATIVE = frozenset("who whom whose which when where as including".split())

# Words that tie a clause to the one before it, and are no part of what it says.
CONNECTING = frozenset("and or but so yet that which who whom whose as than then because".split())
PREPOSITIONS = frozenset(
    """
    of in on at by for from to with about into onto over under between among through during before after against
    toward towards upon within across along around behind beyond per via amid
    """.split()
)

# Verbs of news in the forms that do not end in -ed: enough to tell a sentence from a caption.
COMMON_VERBS = frozenset(
    """
    say says said tell tells told make makes made take takes took give gives gave get gets got go goes went come
    comes came see sees saw know knows knew think thinks thought hold holds held keep keeps kept leave leaves left
    begin begins began bring brings brought find finds found meet meets met run runs ran lead leads led send sends
    sent set sets put puts cut cuts hit hits win wins won lose loses lost pay pays paid rise rises rose fall falls
    fell grow grows grew speak speaks spoke write writes wrote break breaks broke show shows shown drive drives
    drove draw draws drew build builds built buy buys bought sell sells sold stand stands stood sit sits sat feel
    feels felt hear hears heard become becomes became let lets want wants need needs call calls ask asks seek seeks
    sought remain remains seem seems appear appears mean means meant add adds allow allows urge urges plan plans
    expect expects face faces vow vows warn warns back backs deny denies claim claims insist insists admit admits
    note notes argue argues believe believes agree agrees accuse spend spends spent catch caught fight fought
    strike struck flee fled fly flew shoot shot throw threw choose chose bear bore beat deal dealt feed fed forget
    forgot freeze froze hide hid hang hung lay laid lend lent shake shook shut sleep slept split spread steal stole
    stick stuck swear swore sweep swept swing swung tear tore wear wore withdraw withdrew overcome overcame
    understand understood teach taught bind bound bend bent light lit sink sank wait waits live lives move moves
    turn turns start starts stop stops try tries look looks stay stays talk talks carry carries change changes
    increase increases decrease fail fails end ends serve serves offer offers hope hopes fear fears threaten
    threatens rely relies depend depends exist exists belong belongs matter matters like likes love loves hate
    hates help helps close closes open opens return returns join joins support supports oppose opposes receive
    receives accuses continue continues include includes follow follows contribute use uses describe describes
    reject rejects
    """.split()
)
