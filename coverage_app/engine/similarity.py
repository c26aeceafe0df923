"""What two passages of different documents have in common, in words, numbers and place: the features of a pair.

linking.py weighs them.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from .documents import Document
from .profiles import Profile, profiles_of

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
    around = _around(profiles)
    best: list[dict[int, tuple[float, float]]] = [{} for _ in profiles]  # the two best of each other document
    near: list[dict[int, float]] = [{} for _ in profiles]
    for a, others in enumerate(cosines):
        for b, value in others.items():
            for one, other in ((a, b), (b, a)):
                document = profiles[other].document
                first, second = best[one].get(document, (0.0, 0.0))
                if value > second:
                    best[one][document] = (value, first) if value > first else (first, value)
                if value >= WITNESS:
                    near[one][other] = value
    nearest = [sorted(others, key=lambda other: (-others[other], other)) for others in near]

    def lead(one: int, other: int, value: float) -> float:
        first, second = best[one][profiles[other].document]
        return value - (second if value == first else first)

    def beside(a: int, b: int) -> float:
        return max(
            [cosines[i].get(j, 0.0) for i in around[a] for j in around[b] if i != a or j != b],
            default=0.0,
        )

    def witness(a: int, b: int) -> float:
        found, homes, theirs = 0.0, (profiles[a].document, profiles[b].document), near[b]
        for c in nearest[a]:
            if near[a][c] <= found:
                break
            if c in theirs and profiles[c].document not in homes:
                found = max(found, min(near[a][c], theirs[c]))
        return found

    for a, others in enumerate(cosines):
        for b, value in others.items():
            if value < LEAST_COSINE:
                continue
            p, q = profiles[a], profiles[b]
            shared = [rarity[term] for term in p.terms.keys() & q.terms.keys()]
            row = {
                "characters": min(value, SATURATED),
                "mass": math.log1p(math.fsum(shared)),
                "rare": math.log1p(math.fsum([rare for rare in shared if rare > RARE])),
                "numbers": math.log1p(len(p.numbers & q.numbers)),
                "lead": min(lead(a, b, value), lead(b, a, value)),
                "neighbours": beside(a, b),
                "witness": witness(a, b),
                "shorter": math.log1p(min(p.length, q.length)),
                "openings": float(p.place < OPENING and q.place < OPENING),
                "few": 1 / (len(documents) - 1),
            }
            yield p, q, tuple(map(row.__getitem__, FEATURES))


def _around(profiles: Sequence[Profile]) -> list[list[int]]:
    """Each passage with those before and behind it in its document, by index."""
    return [
        [at for at in (n - 1, n, n + 1) if 0 <= at < len(profiles) and profiles[at].document == profiles[n].document]
        for n in range(len(profiles))
    ]


def _cosines(profiles: Sequence[Profile], rarity: dict[str, float]) -> list[dict[int, float]]:
    """Character cosines of passages of different documents that share a rare stem: of each with later ones, by
    index."""
    sharers: dict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for term in profile.terms:
            sharers[term].append(number)
    met: list[set[int]] = [set() for _ in profiles]
    for number, profile in enumerate(profiles):
        for term in sorted(profile.terms, key=lambda term: (-rarity[term], term))[:RAREST]:
            if len(sharers[term]) <= MAX_SHARERS:
                met[number].update(sharers[term])
    later: list[set[int]] = [set() for _ in profiles]
    for number, others in enumerate(met):
        for other in others:
            if profiles[other].document != profiles[number].document:
                later[min(number, other)].add(max(number, other))
    return list(_products([profile.grams for profile in profiles], [sorted(others) for others in later]))


def _products(vectors: Sequence[dict[str, float]], others: Sequence[Sequence[int]]) -> Iterator[dict[int, float]]:
    """The inner products of each vector with the others that are named for it, by their index."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    places = [np.array([numbers[item] for item in vector], dtype=np.intp) for vector in vectors]
    weights = [np.array(list(vector.values())) for vector in vectors]
    spread = np.zeros(len(numbers))  # the one vector with a place for every item
    for mine, its_weights, named in zip(places, weights, others, strict=True):
        if not named:
            yield {}
            continue
        spread[mine] = its_weights
        products = spread[np.concatenate([places[n] for n in named])] * np.concatenate([weights[n] for n in named])
        borders = np.cumsum([0, *(len(places[n]) for n in named[:-1])])
        yield dict(zip(named, np.add.reduceat(products, borders).tolist(), strict=True))
        spread[mine] = 0.0
