"""Review decisions by name and row number, for the command line: what a key does in the application."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.records import OmissionReason, ReviewState, StoredBead
from workbench.errors import InputError
from workbench.review import replacing, reviewing, shaping
from workbench.review.reviewing import Change, PairTexts

_ROWS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_SIDES = {"source": True, "target": False}
_REASONS = {reason.value.replace(" ", "-"): reason for reason in OmissionReason}


@dataclass(frozen=True, slots=True)
class Request:
    """A decision that is asked for: the beads it is about, all beads of the pair, and what else was said."""

    path: Path
    run_id: int
    reviewer: str
    beads: Sequence[StoredBead]
    all_beads: Sequence[StoredBead]
    first: int
    values: tuple[str, ...]
    texts: PairTexts


def decide_by_name(
    path: Path, pair_id: int, action: str, *, rows: str, values: tuple[str, ...], reviewer: str
) -> Change | None:
    """Make one decision on rows `rows` (`7` or `3-7`, from 1) of a pair; None where nothing changes.

    Raises:
        InputError: the action, the rows or the values are not such as the action takes.
        aligners.errors.BeadError: the rows cannot be changed so.
        db.errors.NotFoundError, db.errors.ConflictError: as in `workbench.review.reviewing`.
    """
    pair = reviewing.open_pair(path, pair_id)
    if action in _WALKS:
        return _WALKS[action](path, pair.run_id, reviewer=reviewer)
    if action not in ACTIONS:
        raise InputError(f"no action '{action}'; expected one of {', '.join([*ACTIONS, *_WALKS])}")
    values_wanted, act = ACTIONS[action]
    if len(values) != len(values_wanted):
        raise InputError(f"{action} takes {len(values_wanted)} values ({', '.join(values_wanted) or 'none'})")
    first, last = _row_range(rows, len(pair.beads))
    beads = pair.beads[first : last + 1]
    return act(Request(path, pair.run_id, reviewer, beads, pair.beads, first, values, pair))


def _row_range(rows: str, count: int) -> tuple[int, int]:
    match = _ROWS.fullmatch(rows)
    if match is None:
        raise InputError(f"rows '{rows}': expected a row number such as 7, or a range such as 3-7")
    first = int(match[1])
    last = int(match[2] or match[1])
    if not 1 <= first <= last <= count:
        raise InputError(f"rows '{rows}': the pair has rows 1 to {count}")
    return first - 1, last - 1


def _set_state(request: Request, state: ReviewState) -> Change:
    return reviewing.set_state(
        request.path, request.run_id, request.beads, state=state, reviewer=request.reviewer
    )


def _merge(request: Request) -> Change:
    beads = request.beads if len(request.beads) > 1 else request.all_beads[request.first : request.first + 2]
    if len(beads) < 2:
        raise InputError("there is no row below to merge with")
    return shaping.merge_all(request.path, request.run_id, beads, reviewer=request.reviewer)


def _split(request: Request) -> Change:
    source, target = (_number(value) for value in request.values)
    bead = _only(request)
    return reviewing.split(
        request.path,
        request.run_id,
        bead,
        at_source=bead.source_start + source,
        at_target=bead.target_start + target,
        reviewer=request.reviewer,
    )


def _move(request: Request, *, is_up: bool) -> Change:
    upper = request.first - 1 if is_up else request.first
    if not 0 <= upper < len(request.all_beads) - 1:
        raise InputError("there is no row above" if is_up else "there is no row below")
    is_source = _side(request.values[0])
    delta = 1 if is_up else -1
    return reviewing.move_boundary(
        request.path,
        request.run_id,
        request.all_beads[upper],
        request.all_beads[upper + 1],
        source_delta=delta if is_source else 0,
        target_delta=0 if is_source else delta,
        reviewer=request.reviewer,
    )


def _edit(request: Request) -> Change:
    use_case = reviewing.edit_source if _side(request.values[0]) else reviewing.edit_target
    text = request.values[1]
    return use_case(request.path, request.run_id, _only(request), text=text, reviewer=request.reviewer)


def _replace(request: Request) -> Change | None:
    side, wanted, replacement = request.values
    change = replacing.with_replaced(request.texts, request.beads, wanted, replacement, is_source=_side(side))
    if not change.before:
        return None
    return replacing.replace_text(request.path, request.run_id, change, reviewer=request.reviewer)


def _note(request: Request) -> Change:
    note = request.values[0]
    return reviewing.set_note(
        request.path, request.run_id, _only(request), note=note, reviewer=request.reviewer
    )


def _bookmark(request: Request) -> Change:
    is_set = not all(bead.is_bookmarked for bead in request.beads)
    return shaping.set_bookmark(
        request.path, request.run_id, request.beads, is_set=is_set, reviewer=request.reviewer
    )


def _no_counterpart(request: Request) -> Change:
    side, reason = request.values
    if reason not in _REASONS:
        raise InputError(f"no reason '{reason}'; expected one of {', '.join(_REASONS)}")
    return shaping.set_no_counterpart(
        request.path,
        request.run_id,
        _only(request),
        is_source=_side(side),
        reason=_REASONS[reason],
        reviewer=request.reviewer,
    )


def _shift(request: Request, *, step: int) -> Change:
    is_source = _side(request.values[0])
    first = request.first if step > 0 else request.first - 1
    if first < 0:
        raise InputError("there is no row above")
    beads = shaping.stretch_to_shift(request.all_beads[first:], is_source=is_source, step=step)
    return shaping.shift_column(
        request.path, request.run_id, beads, is_source=is_source, step=step, reviewer=request.reviewer
    )


def _pin(request: Request) -> Change:
    source, target = (_number(value) for value in request.values)
    if not source or not target:
        raise InputError("sentences are counted from 1")
    return shaping.pin(
        request.path,
        request.run_id,
        request.beads,
        source=request.beads[0].source_start + source - 1,
        target=request.beads[0].target_start + target - 1,
        reviewer=request.reviewer,
    )


def _moved(request: Request) -> Change:
    first, last = _row_range(request.values[0], len(request.all_beads))
    beads = [*request.beads, *request.all_beads[first : last + 1]]
    return shaping.mark_moved(request.path, request.run_id, beads, reviewer=request.reviewer)


def _only(request: Request) -> StoredBead:
    if len(request.beads) != 1:
        raise InputError("this action is about one row")
    return request.beads[0]


def _side(value: str) -> bool:
    if value not in _SIDES:
        raise InputError(f"side '{value}': expected source or target")
    return _SIDES[value]


def _number(value: str) -> int:
    if not value.isdecimal():
        raise InputError(f"'{value}': expected a number of sentences")
    return int(value)


Act = Callable[[Request], Change | None]

ACTIONS: Mapping[str, tuple[tuple[str, ...], Act]] = {
    "accept": ((), partial(_set_state, state=ReviewState.ACCEPTED)),
    "reject": ((), partial(_set_state, state=ReviewState.REJECTED)),
    "needs-review": ((), partial(_set_state, state=ReviewState.NEEDS_REVIEW)),
    "merge": ((), _merge),
    "split": (("SOURCE", "TARGET"), _split),
    "first-up": (("SIDE",), partial(_move, is_up=True)),
    "last-down": (("SIDE",), partial(_move, is_up=False)),
    "edit": (("SIDE", "TEXT"), _edit),
    "replace": (("SIDE", "TEXT", "REPLACEMENT"), _replace),
    "note": (("TEXT",), _note),
    "bookmark": ((), _bookmark),
    "no-counterpart": (("SIDE", "REASON"), _no_counterpart),
    "moved": (("ROWS",), _moved),
    "pin": (("SOURCE", "TARGET"), _pin),
    "shift-down": (("SIDE",), partial(_shift, step=1)),
    "shift-up": (("SIDE",), partial(_shift, step=-1)),
}
"""What can be decided: the values that each action takes, and what it does."""

_WALKS = {"undo": reviewing.undo, "redo": reviewing.redo}
