"""What two passages of different documents have in common, in words, numbers and place: the features of a pair.

linking.py weighs them.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .documents import Document
from .profiles import Profile, cosine, profiles_of

# Two passages are looked at if they share one of the rarest stems of either. A stem that stands in more passages than
# this tells nothing, and would make the work grow with the square of the story.
MAX_SHARERS = 60
RAREST = 16  # stems of a passage that are looked up: more than a sentence has content words

LEAST_COSINE = 0.06  # character cosine below which no two passages of the gold events share a fact
RARE = 2.2  # rarity from which a stem counts as rare: it stands in less than a third of the passages
OPENING = 4  # passages that count as an article's opening: headline, standfirst, the first paragraphs
WITNESS = 0.12  # character cosine from which a third outlet's passage can witness that two belong together
SATURATED = 0.4  # character cosine above which two passages say the same however much closer they are
FEATURES = (
    "characters",  # cosine of the pieces of their words, up to SATURATED
    "mass",  # rarity of all stems that both have, as a logarithm
    "rare",  # the same of rare stems only
    "numbers",  # numbers that both have, as a logarithm
    "lead",  # how far each is ahead of the other's second best match, the lesser of the two
    "neighbours",  # best cosine among the passages before and after either
    "witness",  # best third passage of another document that is close to both
    "shorter",  # words of the shorter one, as a logarithm
    "openings",  # whether both stand in the opening of their article
    "few",  # 1 in a story of two documents, where nobody can witness, 1/4 in one of five
)


def features(documents: Sequence[Document]) -> Iterator[tuple[Profile, Profile, tuple[float, ...]]]:
    """The pairs worth a look, with their FEATURES, in the order of the documents."""
    profiles, rarity = profiles_of(documents)
    cosines = _cosines(profiles, rarity)
    by_place = {(profile.document, profile.place): number for number, profile in enumerate(profiles)}
    best: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    near: list[dict[int, float]] = [{} for _ in profiles]
    for (a, b), value in cosines.items():
        for one, other in ((a, b), (b, a)):
            two_best = best[one, profiles[other].document]
            two_best.append(value)
            two_best.sort(reverse=True)
            two_best.pop()
            if value >= WITNESS:
                near[one][other] = value

    def lead(one: int, other: int, value: float) -> float:
        first, second = best[one, profiles[other].document]
        return value - (second if value == first else first)

    def beside(p: Profile, q: Profile) -> float:
        values = (
            cosines.get((by_place.get((p.document, p.place + i), -1), by_place.get((q.document, q.place + j), -1)), 0.0)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            if i or j
        )
        return max(values)

    for (a, b), value in cosines.items():
        if value < LEAST_COSINE:
            continue
        p, q = profiles[a], profiles[b]
        shared = sorted(p.terms.keys() & q.terms.keys())
        mass = math.fsum(rarity[term] for term in shared)
        witness = max(
            (
                min(near[a][c], near[b][c])
                for c in near[a].keys() & near[b].keys()
                if profiles[c].document not in (p.document, q.document)
            ),
            default=0.0,
        )
        row = {
            "characters": min(value, SATURATED),
            "mass": math.log1p(mass),
            "rare": math.log1p(math.fsum(rarity[term] for term in shared if rarity[term] > RARE)),
            "numbers": math.log1p(len(p.numbers & q.numbers)),
            "lead": min(lead(a, b, value), lead(b, a, value)),
            "neighbours": beside(p, q),
            "witness": witness,
            "shorter": math.log1p(min(p.length, q.length)),
            "openings": float(p.place < OPENING and q.place < OPENING),
            "few": 1 / (len(documents) - 1),
        }
        yield p, q, tuple(row[name] for name in FEATURES)


def _cosines(profiles: Sequence[Profile], rarity: dict[str, float]) -> dict[tuple[int, int], float]:
    """Character cosines of passages of different documents that share a rare stem; by (index, later index)."""
    sharers: dict[str, list[int]] = defaultdict(list)
    cosines: dict[tuple[int, int], float] = {}
    rarest = [sorted(p.terms, key=lambda term: (-rarity[term], term))[:RAREST] for p in profiles]
    for number, profile in enumerate(profiles):
        for term in profile.terms:
            sharers[term].append(number)
    for number, profile in enumerate(profiles):
        for term in rarest[number]:
            if len(sharers[term]) > MAX_SHARERS:
                continue
            for other in sharers[term]:
                key = (number, other) if number < other else (other, number)
                if profiles[other].document != profile.document and key not in cosines:
                    cosines[key] = cosine(profile.grams, profiles[other].grams)
    return dict(sorted(cosines.items()))
