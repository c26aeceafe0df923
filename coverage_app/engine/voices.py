"""Who speaks, whatever the articles call him: "Foreign Minister Ilsa Brandt", "Ms Brandt" and "Brandt" are one voice.

Names alone decide. A shorter name is that of a longer one if it is the only one to which it fits; what names no person
("the ministry") is one voice in one wording.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .normalising import words
from .people import TITLES
from .wordlists import FUNCTION_WORDS, PREPOSITIONS

LONGEST_NAME = 4  # words of a name without a title: more are the name of a body
ARTICLES = frozenset("the a an".split())


@dataclass(frozen=True, slots=True)
class Voice:
    """`name` as it is shown: of a person without titles, in its fullest form."""

    name: str
    is_person: bool


def voices(speakers: Iterable[str]) -> Mapping[str, Voice]:
    """The voice of each speaker, by the words with which an article names him. Of several spellings, the one that is
    given most often is shown."""
    given = Counter(speakers)
    names = {speaker: personal_name(speaker) for speaker in given}
    known = {speaker: _norms(name) if name else (_plain(speaker),) for speaker, name in names.items()}
    people = {known[speaker] for speaker, name in names.items() if name}
    fullest = {words_: _fullest(words_, people) for words_ in people}
    spellings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for speaker, times in given.items():
        shown = names[speaker] or speaker[:1].upper() + speaker[1:]
        spellings[known[speaker]][shown] += times
    return {
        speaker: Voice(_likeliest(spellings[fullest.get(known[speaker], known[speaker])]), names[speaker] is not None)
        for speaker in given
    }


def personal_name(speaker: str) -> str | None:
    """The name of a person in the words that name a speaker, without titles; None where they name none."""
    found = [word for word in words(speaker) if word.is_word]
    titles = [number for number, word in enumerate(found) if word.norm in TITLES]
    begin = titles[-1] + 1 if titles else 0
    if titles and begin + 1 < len(found) and found[begin].norm == "of":
        begin += 2  # "Secretary of State Ada Lind"
    rest = found[begin:]
    for number, word in enumerate(rest[1:], 1):
        if word.norm in PREPOSITIONS or "," in speaker[rest[number - 1].end : word.start]:
            rest = rest[:number]
            if number == 1 and not titles:
                return None  # "Centre for Coastal Studies"
            break
    if not rest or len(rest) > LONGEST_NAME or any(word.norm in FUNCTION_WORDS for word in rest):
        return None
    first, last = rest[0], rest[-1]
    is_hyphened = speaker[last.start - 1 : last.start] == "-"  # "Kim Jong-un"
    if not (speaker[first.start].isupper() and (is_hyphened or speaker[last.start].isupper())):
        return None
    return speaker[first.start : last.end].removesuffix("'s").removesuffix("’s")


def _norms(name: str) -> tuple[str, ...]:
    """The words of a name by which it is known; initials tell nothing."""
    norms = tuple(word.norm for word in words(name) if word.is_word)
    return tuple(norm for norm in norms if len(norm) > 1) or norms


def _fullest(name: tuple[str, ...], known: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest name of which this one is a part, if all longer ones are parts of that; else the name itself."""
    longer = sorted((other for other in known if _is_part(name, other)), key=len)
    fullest = longer[-1]
    return fullest if all(_is_part(other, fullest) for other in longer) else name


def _is_part(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return set(name) <= set(other)


def _plain(speaker: str) -> str:
    """What names no person, as it is compared: whatever article stands in front."""
    first, _, rest = speaker.casefold().partition(" ")
    return rest if rest and first in ARTICLES else speaker.casefold()


def _likeliest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
