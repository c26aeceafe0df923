"""Closed lists of English words that several steps need; other languages do without."""

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every no other another such same own both either neither
    i me my we us our you your he him his she her hers it its they them their theirs himself herself itself themselves
    who whom whose which what when where why how
    and or but nor so yet if than then as because while although though since until unless whether
    of in on at by for from to with without about into onto over under between among through during before after
    against toward towards upon within across along around behind beyond per via amid off out up down
    is are was were be been being am do does did done have has had having will would shall should can could may might
    must ought not n't isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't it's that's there's he's she's they're we're i'm you're
    there here also too very more most much many few less least just only even still again already ever never
    said says say saying told tell tells added adds according mr mrs ms
    """.split()
)
