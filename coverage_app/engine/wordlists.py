"""Closed lists of words that several steps need: English ones, and of other languages those that say least."""

from .normalising import same_word

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

# The commonest little words of other languages, in the form in which words are compared.
_LITTLE_WORDS = {
    "fr": """
    le la les l' un une des du de d' à au aux en dans par pour sur sous avec sans vers chez entre et ou mais donc ni car
    que qu' qui quoi dont où ce c' cet cette ces cela ça il elle on ils elles nous vous je j' tu se s' me m' te t' lui
    leur leurs son sa ses mon ma mes notre nos votre vos y ne n' pas plus est sont était étaient a ont avait avaient été
    être avoir fait sera seront aussi très comme si selon après avant lors puis dit a-t-il a-t-elle
    """,
    "de": """
    der die das den dem des ein eine einen einem einer eines und oder aber denn dass ob wenn als wie weil da in im an am
    auf aus bei beim mit nach von vom vor zu zum zur für über unter um durch gegen ohne bis seit er sie es wir ihr ich
    du sich ihn ihm ihnen sein seine seinen seiner ihre ihren ihrer dieser diese dieses nicht kein keine auch nur noch
    schon so sehr ist sind war waren wird werden wurde wurden worden hat haben hatte hatten habe sei kann soll sollen
    sagte laut was wer wo man
    """,
    "es": """
    el la los las lo un una unos unas de del a al en con por para sin sobre entre hasta desde tras y e o u ni pero que
    quien quién qué como cómo cuando donde cual si no se su sus le les me mi nos te tu él ella ellos ellas este esta
    estos estas ese esa eso esto es son era eran fue fueron ha han había habían ser estar está están muy más también ya
    dijo según
    """,
    "ar": """
    في من إلى على عن مع أن إن أنّ إنّ كان كانت قد لقد ما لا لم لن هذا هذه ذلك تلك الذي التي الذين هو هي هم وهو وهي بين
    بعد قبل عند حتى أو أي كل كما ثم و وقد ولم وفي ومن وأن وإن قال قالت وقال وقالت أنه أنها إنه إنها به بها له لها فيه
    فيها عليه عليها منه منها خلال حول نحو بحسب
    """,
    "zh": """
    的 了 在 是 和 与 與 及 也 就 都 而 着 著 把 被 将 將 对 對 从 從 向 为 為 于 於 以 其 这 這 那 他 她 它 们 們 我 你
    有 还 還 又 之 等 个 個 一 不 并 並 说 說 表 示
    """,
}
# Languages whose texts the English lists are for; None is one too short to tell.
ENGLISH = ("en", None)
FUNCTION_WORDS_IN = {"en": FUNCTION_WORDS} | {
    language: frozenset(map(same_word, words.split())) for language, words in _LITTLE_WORDS.items()
}


def function_words(language: str | None) -> frozenset[str]:
    """The function words of a language (ISO 639-1), English ones where it is not known, none where we have no list."""
    return FUNCTION_WORDS_IN.get(language or "en", frozenset())


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
