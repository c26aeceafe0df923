"""Steps that can be taken back and done again.

A step's `before` and `after` hold every row it touched, by "model:key", with its fields (None: the row did not exist).
Taking it back writes only what the step changed, and only while that still is as the step left it: so what others did
since is never overwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from ..errors import NoStep, ServiceError, StaleEdit
from ..models import Absence, Annotation, Change, Link, Passage, Point, Story, Target
from .journal import record
from .locking import lock_open

Fields = dict[str, Any]
State = dict[str, Fields | None]

# Those that others refer to come first: they are made before the rest, and deleted after it.
_PARENTS: tuple[type[models.Model], ...] = (Point, Passage, Annotation)
_CHILDREN: tuple[type[models.Model], ...] = (Link, Absence, Target)
_MODELS = {model._meta.model_name or "": model for model in (*_PARENTS, *_CHILDREN)}
# What every write changes, or what shifts when others are moved: no reason to refuse.
_PASSING = {"version", "at", "among", "position"}
_ENCODER = DjangoJSONEncoder()


def keep(*rows: models.Model, targets: bool = True) -> State:
    """The rows as they are now in the database. An annotation is kept with its targets, where they may be touched."""
    keys = [key_of(row) for row in rows]
    of = [row.pk for row in rows if targets and isinstance(row, Annotation)]
    if of:
        keys += [f"target:{pk}" for pk in Target.objects.filter(annotation__in=of).values_list("pk", flat=True)]
    return _now(keys)


def step(
    *,
    actor: User | None,
    story: Story,
    verb: str,
    summary: str,
    before: State,
    after: State | None = None,
    made: Iterable[models.Model] = (),
    object_id: int | None = None,
) -> Change:
    """The journal's entry of what was just done to the rows kept in `before`; `made` are rows that did not exist. What
    is not in `after`, which the service knows since it wrote it, is read."""
    born = keep(*made)
    before = {**before, **dict.fromkeys(born)}
    known = {**(after or {}), **born}
    after = {**_now(key for key in before if key not in known), **known}
    touched = [key for key in before if before[key] != after[key]]
    return record(
        actor=actor,
        story=story,
        verb=verb,
        summary=summary,
        object_id=object_id,
        before={key: before[key] for key in touched},
        after={key: after[key] for key in touched},
    )


@transaction.atomic
def step_undo(*, actor: User, story: Story, change: Change | None = None) -> Change:
    """Takes back the actor's step (their last one that stands, unless one is named), and returns the entry that says
    so. Raises ServiceError when there is none, StaleEdit when somebody has since changed what it changed."""
    story = lock_open(story.pk)
    change = _own(actor, story, change) if change else last_step(actor=actor, story=story)
    if change is None:
        raise NoStep("You have done nothing in this story that could be taken back.")
    if change.undone:
        raise ServiceError(f"This was taken back already: {change.summary}")
    return _turn(actor, change, "undo", "Took back", change.after or {}, change.before or {}, undone=True)


@transaction.atomic
def step_redo(*, actor: User, story: Story, change: Change | None = None) -> Change:
    """Does again what the actor took back (last, unless a step is named). Raises as step_undo does."""
    story = lock_open(story.pk)
    change = _own(actor, story, change) if change else last_undone(actor=actor, story=story)
    if change is None:
        raise NoStep("There is nothing that you took back and could do again.")
    if not change.undone:
        raise ServiceError(f"This stands already: {change.summary}")
    return _turn(actor, change, "redo", "Did again", change.before or {}, change.after or {}, undone=False)


def last_step(*, actor: User, story: Story) -> Change | None:
    """The actor's last step that stands and can be taken back."""
    return last_steps(actor=actor, story=story)[0]


def last_undone(*, actor: User, story: Story) -> Change | None:
    """The step that the actor took back last, as long as they did nothing new since."""
    return last_steps(actor=actor, story=story)[1]


def last_steps(*, actor: User, story: Story) -> tuple[Change | None, Change | None]:
    """Both of them, in one query."""
    undone: Change | None = None
    for change in story.changes.filter(actor=actor).select_related("of").iterator(chunk_size=2):  # most often the last
        if undone is None and change.verb == "undo" and change.of and change.of.undone:
            undone = change.of
        if change.of_id is None and not change.undone and is_step(change):
            return change, undone
    return None, undone


def is_step(change: Change) -> bool:
    """Whether the entry holds rows, so that it can be taken back; entries of other kinds hold facts for people."""
    touched = {**(change.before or {}), **(change.after or {})}
    return change.of_id is None and bool(touched) and all(key.split(":")[0] in _MODELS for key in touched)


def kinds_in(change: Change) -> set[str]:
    """The models of the rows that an entry holds, "link", "point" …; empty where it holds facts for people."""
    keys = {key.split(":")[0] for key in {**(change.before or {}), **(change.after or {})}}
    return keys & _MODELS.keys()


def annotations_in(change: Change) -> set[int]:
    """The annotations that a step touched."""
    return _touched(change, "annotation")


def passages_in(change: Change) -> set[int]:
    """The passages whose place, words or notes a step touched: where to look at what it did."""
    found = _touched(change, "passage")
    for state in (change.before or {}), (change.after or {}):
        found |= {fields["passage"] for fields in state.values() if fields and "passage" in fields}
    return found


def points_in(change: Change) -> set[int]:
    """The points that a step touched."""
    found = _touched(change, "point")
    for state in (change.before or {}), (change.after or {}):
        found |= {fields["point"] for fields in state.values() if fields and "point" in fields}
    return found


def at_version(annotation: Annotation, version: int) -> Fields | None:
    """An annotation's fields as they were at a version that somebody has since changed."""
    key = f"annotation:{annotation.pk}"
    changes = Change.objects.filter(story=annotation.story_id, object_id=annotation.pk)
    states = ((change.before or {}).get(key) for change in changes.iterator(chunk_size=20))
    return next((fields for fields in states if fields and fields["version"] == version), None)


def last_change(story_id: int, row: models.Model) -> Change | None:
    """The entry of who touched a row of the comparison last (a link, an absence …), if the journal has one."""
    entries = Change.objects.filter(story=story_id).filter(
        models.Q(before__has_key=key_of(row)) | models.Q(after__has_key=key_of(row))
    )
    return entries.select_related("actor").order_by("-pk").first()


def doer(change: Change) -> str:
    return (change.actor.get_full_name() or change.actor.username) if change.actor else "The engine"


def _touched(change: Change, name: str) -> set[int]:
    keys = {*(change.before or {}), *(change.after or {})}
    return {int(key.split(":")[1]) for key in keys if key.startswith(f"{name}:")}


def _own(actor: User, story: Story, change: Change) -> Change:
    """The step as it now is."""
    found = story.changes.filter(pk=change.pk).first()
    if found is None or not is_step(found):
        raise ServiceError("This entry of the journal cannot be taken back.")
    if found.actor_id != actor.pk:
        raise ServiceError("This step is somebody else's. Only who did it can take it back.")
    return found


def _turn(actor: User, change: Change, verb: str, did: str, old: State, new: State, *, undone: bool) -> Change:
    """From one state to the other: `old` must be what is there, but for what is as wanted already, and for what the
    engine had made and has since made anew."""
    current = _now(old)
    _forget_what_passed(old := dict(old), new := dict(new), current)
    for key, fields in old.items():
        if not _is_as(new[key], current[key]) and not _stands(fields, new[key], current[key]):
            there = _model(key)._base_manager.filter(pk=_pk(key)).first()
            did_since = "changed" if there else "deleted"
            raise StaleEdit(f"{_who(change, key)} has since {did_since} what this changed: {change.summary}", there)
    _clear(change, new)
    try:
        with transaction.atomic():
            _write(current, old, new)
    except IntegrityError:  # somebody made the same in the meantime: the same link, a passage of the same number
        raise StaleEdit(f"Somebody has since made what this would bring back: {change.summary}", None) from None
    Change.objects.filter(pk=change.pk).update(undone=undone)
    return record(
        actor=actor,
        story=change.story,
        verb=verb,
        summary=f"{did}: {change.summary}",
        object_id=change.object_id,
        before=current,
        after=_now(new),
        of=change,
    )


def _stands(old: Fields | None, new: Fields | None, current: Fields | None) -> bool:
    """Whether what a step left is still there, in all that it changed."""
    if old is None or current is None:
        return old is None and current is None
    return all(current[name] == old[name] for name in _changed(old, new) if name not in _PASSING)


def _is_as(wanted: Fields | None, current: Fields | None) -> bool:
    if wanted is None or current is None:
        return wanted is None and current is None
    return all(current[name] == wanted[name] for name in wanted if name not in _PASSING)


def _changed(old: Fields, new: Fields | None) -> set[str]:
    return {name for name in old if new is None or old[name] != new[name]}


def _forget_what_passed(old: State, new: State, current: State) -> None:
    """Leaves out rows that need not come back: what merely made room for another, links that the engine had proposed,
    and targets of annotations, where a later run or somebody deleted what they belong to."""
    for key in list(old):
        was, wanted = old[key], new[key]
        if current[key] is not None or wanted is None:
            continue
        name = key.split(":")[0]
        if was is not None and _changed(was, wanted) <= _PASSING:
            gone = True
        elif name == "link" and wanted["by"] is None:
            gone = was is not None or not (
                _is_there("point", wanted["point"], new) and _is_there("passage", wanted["passage"], new)
            )
        else:
            gone = name == "target" and not _is_there("annotation", wanted["annotation"], new)
        if gone:
            del old[key], new[key], current[key]


def _is_there(name: str, pk: int, new: State) -> bool:
    """Whether the row is, or will be."""
    key = f"{name}:{pk}"
    return new[key] is not None if key in new else _MODELS[name]._base_manager.filter(pk=pk).exists()


def _clear(change: Change, new: State) -> None:
    """Makes room. What the engine has proposed since gives way; what editors made of a row that is to go stays, and so
    does the row."""
    born = [fields for key, fields in new.items() if fields and key.startswith("link:")]
    for fields in born:
        same = Link.objects.filter(point=fields["point"], passage=fields["passage"], by__isnull=True)
        same.exclude(pk__in=_pks(new, "link")).delete()
    points = [_pk(key) for key, fields in new.items() if fields is None and key.startswith("point:")]
    passages = [_pk(key) for key, fields in new.items() if fields is None and key.startswith("passage:")]
    if not points and not passages:
        return
    within = models.Q(point__in=points) | models.Q(passage__in=passages)
    links = Link.objects.filter(within, by__isnull=False).exclude(pk__in=_pks(new, "link"))
    absences = Absence.objects.filter(point__in=points).exclude(pk__in=_pks(new, "absence"))
    targets = Target.objects.filter(passage__in=passages).exclude(pk__in=_pks(new, "target"))
    proposals = {"annotation__by__isnull": True, "annotation__state": Annotation.State.PROPOSED}
    if links.exists() or absences.exists() or targets.exclude(**proposals).exists():
        raise StaleEdit(f"Others have since built on what this made: {change.summary}", None)
    Annotation.objects.filter(pk__in=list(targets.values_list("annotation", flat=True))).delete()


def _pks(state: State, name: str) -> list[int]:
    return [_pk(key) for key in state if key.startswith(f"{name}:")]


def _write(current: State, old: State, new: State) -> None:
    born = {key: fields for key, fields in new.items() if fields and current[key] is None}
    _check_relations(born, new)
    gone = [key for key, fields in new.items() if fields is None]
    kept = [key for key, fields in new.items() if fields and current[key] is not None]
    for key in _of(_PARENTS, born):
        _save(key, new[key] or {}, born=True)
    for key in _of(_CHILDREN, gone):
        _delete(key)
    for key in kept:
        was, wanted = old[key] or {}, new[key] or {}
        _save(key, {name: wanted[name] for name in wanted if wanted[name] != was.get(name)}, born=False)
    for key in _of(_CHILDREN, born):
        _save(key, new[key] or {}, born=True)
    for key in reversed(list(_of(_PARENTS, gone))):
        _delete(key)
    shifted = {key for key in kept if _changed(old[key] or {}, new[key]) <= _PASSING}
    for key in [*kept, *born]:
        if key not in shifted:
            _bump(key, current[key])


def _check_relations(born: Mapping[str, Fields], new: State) -> None:
    """What a row refers to may have gone, with an article that was removed."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for key, fields in born.items():
        for field in _model(key)._meta.concrete_fields:
            value = fields.get(field.name)
            if isinstance(field, models.ForeignKey) and value is not None:
                target = field.related_model
                if f"{target._meta.model_name}:{value}" not in new:
                    wanted[target].add(value)
    for model, keys in wanted.items():
        if model._base_manager.filter(pk__in=keys).count() < len(keys):
            raise StaleEdit(f"The {model._meta.verbose_name} that this belonged to is gone.", None)


def _of(chosen: tuple[type[models.Model], ...], keys: Iterable[str]) -> Iterator[str]:
    """The keys of these models, in the models' order."""
    for model in chosen:
        yield from (key for key in keys if _model(key) is model)


def _save(key: str, fields: Fields, *, born: bool) -> None:
    model, pk = _model(key), _pk(key)
    columns = {field.name: field for field in model._meta.concrete_fields}
    values = {columns[name].attname: columns[name].to_python(fields[name]) for name in fields if name in columns}
    if born:
        model(pk=pk, **values).save_base(raw=True, force_insert=True)
    elif values:
        model._base_manager.filter(pk=pk).update(**values)
    for field in model._meta.many_to_many:
        if field.name in fields:
            getattr(model(pk=pk), field.name).set(fields[field.name])


def _bump(key: str, current: Fields | None) -> None:
    """Pages that show the row as it was are out of date."""
    if any(field.name == "version" for field in _model(key)._meta.concrete_fields):
        last = current["version"] if current else 0
        row = _model(key)._base_manager.filter(pk=_pk(key))
        version = row.values_list("version", flat=True).get()
        row.update(version=max(version, last) + 1)


def _delete(key: str) -> None:
    _model(key)._base_manager.filter(pk=_pk(key)).delete()


def _now(keys: Iterable[str]) -> State:
    """The rows with these keys as the database has them. One query for each model, and one for its many-to-many."""
    state: State = dict.fromkeys(keys)
    wanted: dict[type[models.Model], list[int]] = defaultdict(list)
    for key in state:
        wanted[_model(key)].append(_pk(key))
    for model, pks in wanted.items():
        name = model._meta.model_name
        for row in model._base_manager.filter(pk__in=pks).order_by("pk"):
            state[f"{name}:{row.pk}"] = fields_of(row)
        for field in model._meta.many_to_many:
            ends = f"{name}_id", f"{field.m2m_reverse_field_name()}_id"
            linked: dict[int, list[int]] = defaultdict(list)
            through: Any = field.remote_field.through
            for pk, other in through._base_manager.filter(**{f"{ends[0]}__in": pks}).values_list(*ends):
                linked[pk].append(other)
            for pk in pks:
                fields = state[f"{name}:{pk}"]
                if fields is not None:
                    fields[field.name] = sorted(linked[pk])
    return state


def fields_of(row: models.Model) -> Fields:
    """A row as plain data, without its many-to-many."""
    columns = (field for field in row._meta.concrete_fields if not field.primary_key)
    return {field.name: plain(field.value_from_object(row)) for field in columns}


def plain(value: Any) -> Any:
    """A value as JSON has it, and as it is when it is read again: a member of Link.State is no longer one then."""
    if isinstance(value, Enum):
        return value.value
    return _ENCODER.default(value) if isinstance(value, datetime) else value


def key_of(row: models.Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def _model(key: str) -> type[models.Model]:
    return _MODELS[key.split(":")[0]]


def _pk(key: str) -> int:
    return int(key.split(":")[1])


def _who(change: Change, key: str) -> str:
    """Who touched the row last, after the step."""
    later = change.story.changes.filter(pk__gt=change.pk).exclude(pk=change.pk).select_related("actor")
    for entry in later.iterator(chunk_size=50):
        if key in {**(entry.before or {}), **(entry.after or {})}:
            return doer(entry)
    return "Somebody"
