"""Closed lists of English words that tell in what way two wordings differ; differences.py reads them."""

# How sure a report is of what it says.
HEDGING = frozenset(
    """
    may might could allegedly reportedly apparently supposedly purportedly seemingly presumably possibly potentially
    perhaps maybe likely unlikely probably alleged suspected supposed purported presumed believed thought expected
    expects expect appears appear appeared seems seem seemed suggests suggest suggested suggesting hinted hints hint
    indicated indicates signaled signaling implied rumored rumoured unconfirmed intends intended plans planned
    planning plan hopes hoped considering weighing mulling open possible possibility potential tentative preliminary
    unclear doubt doubts doubtful largely mostly almost nearly partly try tries trying tried attempt attempts
    attempted seeking seeks sought aims aimed wants wanted
    """.split()
)
# Verbs with which words are handed on, by what they make of them.
NEUTRAL_REPORTING = frozenset(
    """
    said say says saying told tell tells telling stated states wrote writes written added adds noted notes reported
    reports announced announces according tweeted posted asked read reads statement quoted quoting cited citing
    described describing explained testified spoke replied answered remarked called
    """.split()
)
CHARGED_REPORTING = frozenset(
    """
    claimed claims claim claiming alleged alleges alleging admitted admits conceded concedes insisted insists insisting
    boasted bragged charged charges charging accused accuses accusing argued argues arguing asserted asserts asserting
    denied denies denying warned warns warning threatened threatens threatening vowed vows pledged pledges promised
    promises blasted slammed ripped mocked dismissed dismisses complained lamented hailed touted praised celebrated
    demanded demands urged urges declared declares revealed reveals disclosed confirmed confirms acknowledged
    acknowledges maintained contended contends hinted suggested alluded repeated railed chided scolded rebuked
    criticized criticizes condemned confessed protested
    """.split()
)
REPORTING = NEUTRAL_REPORTING | CHARGED_REPORTING
# Who is named as the source of a report.
SOURCES = frozenset(
    """
    source sources official officials spokesman spokeswoman spokesperson aides aide media agency newspaper network
    people person report reports lawsuit suit filing document documents letter statement memo interview critics
    lawmakers analysts experts investigators prosecutors authorities
    """.split()
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
TIMES = (frozenset((*WEEKDAYS, *MONTHS)) - {"may"}) | frozenset(
    """
    today yesterday tomorrow tonight day days week weeks weekend month months year years decade decades hour hours
    minute minutes morning afternoon evening night overnight midnight noon dawn recently recent earlier later early
    late soon ago previously formerly eventually immediately spring summer autumn winter easter christmas quarter
    jan feb mar apr jun jul aug sep sept oct nov dec deadline
    """.split()
)
# What makes a phrase one of time when nothing but times and little words stand beside it.
TIME_LINKS = frozenset(
    """
    a an the this that last next past coming following on in at by for from to until since before after within over
    during of about around just only the local time as soon and or every each first second than more less few several
    now then end beginning
    """.split()
)

# Amounts without digits.
AMOUNTS = frozenset(
    """
    several dozen dozens hundred hundreds thousand thousands million millions billion billions trillion trillions tens
    many few some multiple single one half third quarter couple pair numerous most majority all both percent percentage
    once twice double triple
    """.split()
)
# How far something reaches.
SCOPES = frozenset(
    """
    all some any only most every entire whole full part partial largely mainly primarily just alone both each least
    never always no none nothing everyone everything major minor key main limited broad wide widespread total
    completely temporary temporarily permanent permanently indefinitely former further more other others various certain
    including exclusively complete ongoing initial
    """.split()
)

# Offices and roles by which people are called.
TITLES = frozenset(
    """
    president minister secretary director chief leader chairman chairwoman chair spokesman spokeswoman spokesperson
    official officials senator representative congressman congresswoman governor mayor ambassador envoy diplomat general
    colonel officer attorney lawyer lawyers prosecutor judge justice adviser advisor aide aides nominee pick designate
    candidate head deputy assistant former acting king queen prince princess pope bishop professor doctor dr sen rep gov
    gen sir commander premier chancellor commissioner executive founder dictator ruler strongman counsel strategist
    manager economist analyst expert veteran author host member members lawmaker lawmakers delegation
    """.split()
)

# Words that judge what they name.
LOADED = frozenset(
    """
    dictator dictatorship regime tyrant strongman despot rogue brutal brutally notorious infamous disgraced embattled
    controversial explosive stunning shocking dramatic dramatically surprise surprising bombshell secret clandestine
    covert brazen brazenly bold historic landmark unprecedented huge massive sweeping harsh harshly fierce fiercely
    bitter bitterly furious furiously angry angrily outrage outcry fury chaos crisis disaster disastrous catastrophe
    catastrophic horrible terrible awful dire grave desperate attack attacks attacked attacking assault blast blasted
    slam slammed rip ripped lash lashed mock mocked bash bashed blow fight battle war clash feud stoke stoked fuel
    fueled spark sparked sparking trigger triggered rattle rattled rock rocked threat threats threaten threatened
    threatening warn warned defy defied defiant cave caved capitulate surrender retreat backtrack cheat cheated lie
    lies lied lying deception deceive deceived steal stole stolen seize seized seizing smuggle smuggled leak leaked
    leaking leaker scheme plot conspiracy collusion hoax witch hunt scandal smear propaganda radical extremist
    hardliner militant thug terrorist illegal corrupt corruption crooked fake phony sham tout touted boast boasted
    brag bragged gloat hail hailed praise praised triumph victory win loss defeat humiliating embarrassing troubling
    alarming worrying dangerous reckless provocation provocative bluster rhetoric vow vowed slap slapped tensions
    tension painful crippling devastating dismiss dismissed notably refuse refused trash trashed scrap scrapped rip
    soften ploy stunt gamble
    """.split()
)

NEGATIONS = frozenset("no not never none nothing neither nor without cannot denied denies refused failed".split())

# A form of "to be" before a participle, and what names the one who acts: the passive and its agent.
BEING = frozenset("is are was were be been being got gets".split())
