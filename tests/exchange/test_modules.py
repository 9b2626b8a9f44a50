"""S-modules: what the client's month must know beside the code."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.exchange import codes
from tests import world

JULY = Span(date(2026, 7, 1), date(2026, 7, 31))
OTHER = world.account_of("bram")
ALL = f"""<S05><retention><kind>seizure</kind><creditorReference>HJ/12</creditorReference><amount>1200.00</amount>
<children>2</children><from>2026-06-01</from></retention><retention><kind>maintenance</kind>
<creditorReference>HJ/13</creditorReference><from>2026-07-01</from><to>2026-12-31</to></retention></S05>
<S06><recoveryExOfficio><percent>10</percent><from>2026-07-01</from></recoveryExOfficio>
<collectiveDebtSettlement><holder>Me Durand</holder><account>{OTHER}</account><from>2026-07-10</from></collectiveDebtSettlement></S06>
<S10><sanction><from>2026-07-06</from><to>2026-07-12</to></sanction></S10>
<S11><period><from>2026-07-20</from><reason>abroad</reason></period></S11>
<S48><electronic>true</electronic><from>2026-07-01</from></S48>"""


@pytest.mark.django_db
def test_every_module_is_kept_and_read_back() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    world.incoming(world.c2_batch(world.c2("amina", modules=ALL), world.c2("bram")))
    assert exchange.read_c2(who="test")["applied"] == 2
    found = exchange.modules(None, JULY, known=now())
    pk = exchange.authorised(None, JULY, known=now())[amina.pk][0].authorisation_id
    assert found[amina.pk] == exchange.Modules(
        authorisation_id=pk,
        seizures=(
            exchange.Seizure("seizure", Span(date(2026, 6, 1)), "HJ/12", 120000, 2),
            exchange.Seizure("maintenance", Span(date(2026, 7, 1), date(2026, 12, 31)), "HJ/13", None, 0),
        ),
        recovery=exchange.Recovery(10, Span(date(2026, 7, 1))),
        debt_settlement=exchange.AccountOfAnother("Me Durand", OTHER, Span(date(2026, 7, 10))),
        sanctions=(Span(date(2026, 7, 6), date(2026, 7, 12)),),
        outside=(Span(date(2026, 7, 20)),),
    )
    assert found[bram.pk].seizures == ()
    assert found[bram.pk].guardian is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("01/43AA1", ("01", "full_unemployment", "43", "A", "A1")),
        ("01/64BA1", ("01", "full_unemployment", "64", "B", "A1")),
        ("01/74.A13", ("01", "full_unemployment", "74", "A", "13")),
        ("02/77.B0", ("02", "temporary_unemployment", "77", "B", "")),
        ("21/##J", ("21", "youth_holiday", "", "", "")),
        ("22/##S", ("22", "senior_holiday", "", "", "")),
        ("01/64NX", ("01", "full_unemployment", "64", "N", "X")),
        ("27/43AA1", ("27", "", "43", "A", "A1")),
        ("00", ("00", "", "", "", "")),
    ],
)
def test_a_code_in_its_parts(text: str, parts: tuple[str, ...]) -> None:
    code = codes.parse(text)
    assert (code.prefix, code.scheme, code.wage_code, code.family, code.phase) == parts


@pytest.mark.parametrize("text", ["", "01", "13/43AA1", "01/00AA1", "01/43ZA1", "01/43AN1", "0١/43AA1"])
def test_a_code_that_does_not_exist(text: str) -> None:
    with pytest.raises(codes.CodeError):
        codes.parse(text)
