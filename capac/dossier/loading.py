"""Two Parquet files into applications, pieces and arrivals: written by COPY, with every state that they went through.

For the history of an institution, and for measurements. All of it is loaded or nothing.

applications: id (the file's own number), niss, type, situation (JSON), asked_on, received_on, complete_on, submitted_on,
              returned_on, decided_on. The days say the state: decided, else returned (then complete_on is empty), else
              submitted, else complete, else collecting.
pieces:       application (the number above), code, turn, since, form and received_on (both empty: missing).
The limit of introduction follows from the type, the situation and the day asked, as for one that is opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Model
from numpy.typing import NDArray
from psycopg.errors import UniqueViolation

from capac.core import clock
from capac.dossier import needs
from capac.dossier.faults import DossierError
from capac.dossier.models import Application, Piece, Receipt
from capac.dossier.states import APPLICATIONS, PIECES
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

_DAYS = ("asked_on", "received_on", "complete_on", "submitted_on", "returned_on", "decided_on")
_TEXT, _DAY, _NUMBER = pa.string(), pa.date32(), pa.int64()
_APPLICATIONS = pa.schema(
    {"id": _NUMBER, "niss": _TEXT, "type": _TEXT, "situation": _TEXT, **dict.fromkeys(_DAYS, _DAY)}
)
_PIECES = pa.schema(
    {"application": _NUMBER, "code": _TEXT, "turn": _TEXT, "since": _DAY, "form": _TEXT, "received_on": _DAY}
)
_Ids = NDArray[np.int64]
_Mask = NDArray[np.bool_]
_SENT = ("collecting", "complete", "submitted")
_CHUNK = 1_000_000
"""So many rows travel at once: what is written stands in memory as text meanwhile."""
_NUMBERS = 20_000


def load_files(applications: Path, pieces: Path, *, because: records.Because) -> dict[str, int]:
    """Load two files: see load.load."""
    files, rows = _read(applications, _APPLICATIONS), _read(pieces, _PIECES)
    try:
        return _load(files, rows, because)
    except UniqueViolation as error:
        raise DossierError("already_open", "asked_on") from error


def _load(files: pa.Table, rows: pa.Table, because: records.Because) -> dict[str, int]:
    with transaction.atomic():
        ids = np.array(records.new_ids(Application, len(files)), np.int64)
        _copy(Application, _applications(files, ids))
        for states, rows_of_it in _paths(files):
            _log(APPLICATIONS, ids[rows_of_it], states, because)
        _pieces(rows, files, ids, because=because)
    return {"applications": len(files), "pieces": len(rows)}


def _copy(model: type[Model], table: pa.Table) -> None:
    for start in range(0, len(table), _CHUNK):
        records.copy_table(model, table.slice(start, _CHUNK))


def _log(moves: records.Moves, ids: _Ids, states: Sequence[str], because: records.Because) -> None:
    for start in range(0, len(ids), _CHUNK):
        records.went_through(moves, ids[start : start + _CHUNK], states, because=because)


def _same(value: str, number: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), number)


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    table = pq.read_table(path)
    for field in schema:
        if field.name not in table.schema.names:
            raise DossierError("not_as_described", field.name, file=path.name)
    try:
        return table.select(schema.names).cast(schema)
    except pa.ArrowInvalid as error:
        raise DossierError("not_as_described", path.name, detail=str(error)[:200]) from error


def _applications(files: pa.Table, ids: _Ids) -> pa.Table:
    """The rows of the table, all of them collecting."""
    known = _situations(files)
    told = [known[key] for key in zip(*(files[name].to_pylist() for name in _KEY), strict=True)]
    number, now = len(files), clock.now().isoformat()
    returned, states = files["returned_on"].to_pylist(), _states(files)
    return pa.table(
        {
            "id": ids,
            "key": _keys(number),
            "client_id": _clients(files["niss"].to_pylist()),
            "type": files["type"],
            "situation": files["situation"],
            **{name: files[name] for name in _DAYS if name != "complete_on"},
            "complete_on": _complete_on(files, states),
            "opened_at": _same(now, number),
            "announced_by": _same("", number),
            "edition": _same(needs.edition(), number),
            "rule": [rule for rule, _ in told],
            "introduce_by": pa.array([day for _, day in told], pa.date32()),
            "return_by": pa.array(
                [_return_by(day, each[1]) for day, each in zip(returned, told, strict=True)], pa.date32()
            ),
            "state": states,
        }
    )


def _complete_on(files: pa.Table, states: list[str]) -> pa.Array:
    """The day on which a file was whole: at the latest that on which it left; none for one that misses something."""
    day = pc.coalesce(files["complete_on"], files["submitted_on"])
    whole = pc.is_in(pa.array(states), pa.array(["complete", "submitted", "decided"]))
    return pc.if_else(whole, day, None)


_KEY = ("type", "situation", "asked_on")
_Key = tuple[str, str, date]


def _situations(files: pa.Table) -> Mapping[_Key, tuple[str, date | None]]:
    """Rule and last day of each situation that occurs, each checked once. Raises DossierError."""
    distinct = files.select(list(_KEY)).group_by(list(_KEY)).aggregate([])
    found: dict[_Key, tuple[str, date | None]] = {}
    for kind, situation, asked_on in zip(*(distinct[name].to_pylist() for name in _KEY), strict=True):
        told = needs.answered(kind, json.loads(situation))
        limit = needs.limit(kind, told, asked_on)
        found[kind, situation, asked_on] = (limit.rule, limit.day) if limit else ("", None)
    return found


def _return_by(returned_on: date | None, introduce_by: date | None) -> date | None:
    if returned_on is None:
        return None
    return max(day for day in (rules.deadline_on("am-93-2", returned_on), introduce_by) if day)


def _clients(numbers: list[str]) -> list[int]:
    found: dict[str, int] = {}
    distinct = sorted(set(numbers))
    for start in range(0, len(distinct), _NUMBERS):
        found |= people.current_numbers(distinct[start : start + _NUMBERS])
    if len(found) < len(distinct):
        raise DossierError("unknown_person", "niss", number=str(len(distinct) - len(found)))
    return [found[number] for number in numbers]


def _keys(number: int) -> list[str]:
    """Opaque keys, drawn at once."""
    drawn = np.random.default_rng().bytes(16 * number).hex()
    return [drawn[32 * n : 32 * n + 32] for n in range(number)]


def _paths(files: pa.Table) -> Iterator[tuple[tuple[str, ...], _Mask]]:
    """The states that applications went through, as their days tell, each with the rows of which it is so."""
    decided, returned, submitted, complete = (
        files[name].is_valid().to_numpy()
        for name in ("decided_on", "returned_on", "submitted_on", "complete_on")
    )
    left = decided | returned | submitted
    yield _SENT[:1], ~complete & ~left
    yield _SENT[:2], complete & ~left
    yield _SENT, submitted & ~returned & ~decided
    yield (*_SENT, "returned"), returned & ~decided
    yield (*_SENT, "decided"), decided


def _states(files: pa.Table) -> list[str]:
    """The last state of each application."""
    found = np.empty(len(files), object)
    for states, rows in _paths(files):
        found[rows] = states[-1]
    return list(found)


def _pieces(rows: pa.Table, files: pa.Table, ids: _Ids, *, because: records.Because) -> None:
    """Pieces with their arrivals; those that are here come first, so that they stand together."""
    if unknown := set(pc.unique(rows["code"]).to_pylist()) - needs.forms():
        raise DossierError("form_unknown", "code", code=sorted(unknown)[0][:30])
    here = rows["received_on"].is_valid()
    rows = pa.concat_tables([rows.filter(here), rows.filter(pc.invert(here))])
    arrived = pc.sum(here).as_py() or 0
    drawn = np.array(records.new_ids(Piece, len(rows)), np.int64)
    owners = _owners(rows, files, ids)
    _copy(Piece, _piece_table(rows, drawn, owners, arrived))
    _copy(Receipt, _receipt_table(rows.slice(0, arrived), drawn[:arrived], because))
    _log(PIECES, drawn[:arrived], ("missing", "received"), because)
    _log(PIECES, drawn[arrived:], ("missing",), because)


def _owners(rows: pa.Table, files: pa.Table, ids: _Ids) -> _Ids:
    """The id of each piece's application. Raises DossierError for a number that is not in the file."""
    numbers = files["id"].to_numpy()
    order = np.argsort(numbers)
    wanted = rows["application"].to_numpy()
    places = np.searchsorted(numbers, wanted, sorter=order)
    inside = np.minimum(places, max(0, len(numbers) - 1))
    if len(wanted) and (not len(numbers) or (numbers[order[inside]] != wanted).any()):
        raise DossierError("application_unknown", "application")
    found: _Ids = ids[order[inside]]
    return found


def _piece_table(rows: pa.Table, drawn: _Ids, owners: _Ids, arrived: int) -> pa.Table:
    number = len(rows)
    return pa.table(
        {
            "id": drawn,
            "application_id": owners,
            "code": rows["code"],
            "turn": rows["turn"],
            "since": rows["since"],
            "asked_by": _same("rule", number),
            "reminders": np.zeros(number, np.int16),
            "state": pa.concat_arrays([_same("received", arrived), _same("missing", number - arrived)]),
        }
    )


def _receipt_table(rows: pa.Table, drawn: _Ids, because: records.Because) -> pa.Table:
    number, now = len(rows), clock.now().isoformat()
    return pa.table(
        {
            "piece_id": drawn,
            "code": pc.coalesce(rows["form"], rows["code"]),
            "received_on": rows["received_on"],
            "known_at": _same(now, number),
            "source": _same(because.who[:120], number),
        }
    )
