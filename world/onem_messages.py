"""What ONEM writes: C2 decisions, electronic cards and outcomes as XML (own interface, see the product's formats/).

The other half of this file is what ONEM writes wrongly, on request: see FAULTY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

from capac.core import niss
from world import bareme
from world.files import FULL_TIME, Body, Card, Decision, File

C2_NAMESPACE = "urn:capac:own-interface:c2:1"
EC3_NAMESPACE = "urn:capac:own-interface:ec3:1"
MORNING = "T07:30:00+02:00"
STRANGER = (date(1961, 4, 12), 613)
"""Day of birth and serial of somebody whom nobody of ours knows."""
IMPOSSIBLE = "2026-02-30"


def c2_id(file: File, decision: Decision) -> str:
    """The message id of a decision."""
    return f"C2-{file.key}-{decision.sequence}"


def card_id(file: File, card: Card) -> str:
    """The id of one version of a card."""
    return f"EC3-{file.key}-{card.month}-{card.version}"


def batch(kind: str, file_id: str, day: date, messages: Sequence[str]) -> bytes:
    """A file of C2 or EC3 messages."""
    namespace = {"C2": C2_NAMESPACE, "EC3": EC3_NAMESPACE}[kind]
    head = f'xmlns="{namespace}" fileId="{file_id}" createdAt="{day}{MORNING}" count="{len(messages)}"'
    body = "".join(messages)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind}Batch {head}>\n{body}</{kind}Batch>\n'
    return text.encode()


def c2(file: File, decision: Decision) -> str:
    """One decision, its modules in the order of the schema."""
    header = _elements(
        messageId=c2_id(file, decision),
        reference=file.reference,
        sequence=str(decision.sequence),
        issuedOn=str(decision.issued),
        notifiedOn=str(decision.issued),
        dataC9=decision.answers,
    )
    parts = [
        f"<header>{header}</header>",
        f"<S01>{_elements(inss=file.niss, name=decision.name or file.called)}</S01>",
        *(_body(body) for body in decision.bodies),
        _retentions(decision),
        _other_retentions(decision),
        _activation(decision) if decision.activation else "",
        _another("S35", decision.guardian, decision) if decision.guardian[0] else "",
        _elements(S37=decision.free_text),
        f"<S48><electronic>false</electronic><from>{decision.bodies[0].first}</from></S48>"
        if file.paper
        else "",
        f"<S52>{_elements(reason=decision.refusal)}</S52>" if decision.refusal else "",
    ]
    return "<C2>\n" + "\n".join(filter(None, parts)) + "\n</C2>\n"


def ec3(file: File, card: Card, *, number: str = "") -> str:
    """One version of an electronic card."""
    inner = _elements(
        cardId=card_id(file, card),
        inss=number or file.niss,
        month=card.month,
        confirmedOn=str(card.sent),
        version=str(card.version),
        daysLeft=card.left,
    )
    days = "".join(f'<day date="{day}" code="{code}"/>' for day, code in sorted(card.marks.items()))
    return f"<EC3>{inner}{days}</EC3>\n"


def faulty(kind: str, day: date, file: File) -> tuple[str, bytes]:
    """A file with a fault on purpose, about a person: its kind and its bytes. Raises ValueError for an unknown fault."""
    if kind not in FAULTY:
        raise ValueError(f"no fault {kind!r}: there is {', '.join(sorted(FAULTY))}")
    return FAULTY[kind](day, file)


def cut(body: bytes) -> bytes:
    """The first half of a file."""
    return body[: len(body) // 2]


def _body(body: Body) -> str:
    if body.is_refusal:
        facts = _elements(code=body.code)
    else:
        facts = _elements(
            code=body.code,
            dailyAmount=_euros(body.daily_cents),
            halfAmount=_euros(bareme.half_cents(body.daily_cents)),
            firstYear=str(body.first_year).lower() if body.family == "B" else "",
            Q=body.hours,
            S=FULL_TIME,
        )
    dates = _elements(**{"from": str(body.first), "to": str(body.last or "")})
    return f"<body>{dates}<S04>{facts}</S04></body>"


def _activation(decision: Decision) -> str:
    right = _elements(**{"risk": decision.activation, "from": str(decision.bodies[0].first)})
    return f"<S29><right>{right}</right></S29>"


def _retentions(decision: Decision) -> str:
    rows = [
        _elements(
            **{
                "kind": one.kind,
                "creditorReference": one.creditor,
                "amount": one.amount,
                "children": "" if one.children is None else str(one.children),
                "from": str(one.first),
            }
        )
        for one in decision.seizures
    ]
    inner = "".join(f"<retention>{row}</retention>" for row in rows)
    return f"<S05>{inner}</S05>" if rows else ""


def _other_retentions(decision: Decision) -> str:
    first = decision.bodies[0].first
    inner = ""
    if decision.recovery_percent:
        facts = _elements(**{"percent": str(decision.recovery_percent), "from": str(first)})
        inner += f"<recoveryExOfficio>{facts}</recoveryExOfficio>"
    if decision.debt_settlement[0]:
        inner += _another("collectiveDebtSettlement", decision.debt_settlement, decision)
    return f"<S06>{inner}</S06>" if inner else ""


def _another(name: str, whom: tuple[str, str], decision: Decision) -> str:
    """Whose account is paid in place of the person's."""
    first = str(decision.bodies[0].first)
    return f"<{name}>{_elements(**{'holder': whom[0], 'account': whom[1], 'from': first})}</{name}>"


def _elements(**texts: str) -> str:
    """Elements by name, empty ones left out."""
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items() if text)


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _wrong_c2(
    file: File, day: date, *, name: str, first: str, more: str = "", number: str = "", code: str = "01/40NX"
) -> str:
    """A decision of one body whose dates, person and code are given as text, right or not."""
    header = _elements(
        messageId=f"C2-{name}-{day}-{file.key}",
        reference=f"{file.reference}/{name}",
        sequence="1",
        issuedOn=str(day),
        notifiedOn=str(day),
    )
    facts = _elements(code=code, dailyAmount=_euros(bareme.daily_cents(40, "N", "X")), Q="38", S="38")
    body = f"<body><from>{first}</from><S04>{facts}</S04></body>"
    identity = _elements(inss=number or file.niss, name=file.called)
    return f"<C2>\n<header>{header}</header>\n<S01>{identity}</S01>\n{body}\n{more}</C2>\n"


def _impossible_date(day: date, file: File) -> tuple[str, bytes]:
    return "C2", _one_c2(day, file, _wrong_c2(file, day, name="date", first=IMPOSSIBLE))


def _unknown_person(day: date, file: File) -> tuple[str, bytes]:
    number = niss.make(*STRANGER)
    return "C2", _one_c2(day, file, _wrong_c2(file, day, name="person", first=str(day), number=number))


def _overlapping(day: date, file: File) -> tuple[str, bytes]:
    facts = _elements(code="01/41NX", dailyAmount=_euros(bareme.daily_cents(41, "N", "X")), Q="38", S="38")
    second = f"<body><from>{day}</from><S04>{facts}</S04></body>\n"
    return "C2", _one_c2(day, file, _wrong_c2(file, day, name="overlap", first=str(day), more=second))


def _broken(day: date, file: File) -> tuple[str, bytes]:
    whole = _one_c2(day, file, _wrong_c2(file, day, name="broken", first=str(day)))
    return "C2", whole.replace(b"</S01>", b"</S10>")


def _half(day: date, file: File) -> tuple[str, bytes]:
    return "C2", cut(_one_c2(day, file, _wrong_c2(file, day, name="half", first=str(day))))


def _future_card(day: date, file: File) -> tuple[str, bytes]:
    """A card of a month that has not begun. Its number is far above those of right versions."""
    month = f"{day.year + 1}-{day.month:02d}"
    return "EC3", batch("EC3", f"EC3-future-{day}", day, [ec3(file, Card(month, 99, day, {}))])


def _strange_card(day: date, file: File) -> tuple[str, bytes]:
    number = niss.make(*STRANGER)
    month = f"{day.year - (day.month == 1)}-{(day.month - 2) % 12 + 1:02d}"
    return "EC3", batch("EC3", f"EC3-person-{day}", day, [ec3(file, Card(month, 98, day, {}), number=number)])


def _special_prefix(day: date, file: File) -> tuple[str, bytes]:
    return "C2", _one_c2(day, file, _wrong_c2(file, day, name="prefix", first=str(day), code="71/40NX"))


def _no_such_prefix(day: date, file: File) -> tuple[str, bytes]:
    return "C2", _one_c2(day, file, _wrong_c2(file, day, name="code", first=str(day), code="42/40NX"))


def _same_again(day: date, file: File) -> tuple[str, bytes]:
    """A decision that was sent before, in another file."""
    return "C2", _one_c2(day, file, c2(file, file.decisions[0]))


def _same_id(day: date, file: File) -> tuple[str, bytes]:
    """The id of a decision that was sent before, over another content."""
    other = c2(file, file.decisions[0]).replace("<sequence>1<", "<sequence>9<")
    return "C2", _one_c2(day, file, other)


def _one_c2(day: date, file: File, message: str) -> bytes:
    return batch("C2", f"C2-faulty-{day}-{file.key}", day, [message])


Faulty = Callable[[date, File], tuple[str, bytes]]
FAULTY: dict[str, Faulty] = {
    "impossible_date": _impossible_date,
    "unknown_person": _unknown_person,
    "overlapping": _overlapping,
    "broken_xml": _broken,
    "cut": _half,
    "special_prefix": _special_prefix,
    "no_such_prefix": _no_such_prefix,
    "same_again": _same_again,
    "same_id_other_content": _same_id,
    "future_card": _future_card,
    "card_of_nobody": _strange_card,
}


def outcomes(introduction_month: str, phase: int, day: date, rows: Iterable[str], count: int) -> bytes:
    """A file of outcomes of one introduction month and phase."""
    head = (
        f'xmlns="urn:capac:own-interface:verification:1" fileId="V-{introduction_month}-{phase}" '
        f'createdAt="{day}{MORNING}" introductionMonth="{introduction_month}" phase="{phase}" count="{count}"'
    )
    inner = "".join(rows)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<VerificationBatch {head}>\n{inner}</VerificationBatch>\n'
    )
    return text.encode()


def outcome(line_id: str, said: tuple[str, int, str, str], *, phase: int, day: date, definitive: bool) -> str:
    """One outcome: result, cents, cause and its words."""
    result, cents, cause, text = said
    words = f"<cause>{_elements(code=cause, text=text)}</cause>" if cause else ""
    head = _elements(lineId=line_id, result=result, phase=str(phase), amount=_euros(cents))
    tail = _elements(notifiedOn=str(day), definitive=str(definitive).lower())
    return f"<outcome>{head}{words}{tail}</outcome>\n"
