"""The daily amounts with which ONEM decides, from its barème of 1 March 2026. Written apart from capac.rules.

Sources: AM 26.11.1991 art. 69 (wage codes 1 to 99), AR 25.11.1991 art. 111, 113 to 115; multiplier 1.7758.
Amounts of 1 September 2026 are not settled, so the decisions of the demonstration keep those of 1 March.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MULTIPLIER = Decimal("1.7758")
CENT, FOUR = Decimal("0.01"), Decimal("0.0001")
DAYS_A_MONTH = 26
INSERTION_CENTS = 28_38
"""The insertion allowance of a privileged cohabitant of 18 and more, from 1 March 2026."""
STEP, LOWEST_OF_53, BASE_OF_53 = Decimal("0.8631"), Decimal("55.6726"), Decimal("56.1042")
LISTED = """
54 56.5357 56.5357|55 56.9673 56.9673|56 57.3988 57.8304|57 58.2619 58.6935|58 59.1250 59.5566|59 59.9881 60.6334
60 60.8512 61.3913|61 61.7143 62.1459|62 62.5774 63.0090|63 63.4405 63.8721|64 64.3036 64.8848|65 65.1667 65.6959
66 66.0298 66.4614|67 66.8929 67.3245|68 67.7560 68.1876|69 68.6191 69.0507|70 69.4822 69.6176|71 69.6177 70.0528
72 70.4878 70.4878|73 71.0345 71.4660|74 71.8976 71.8976|75 72.7963 72.7963|76 73.3787 73.3787|77 74.1859 74.1859
78 75.0020 75.0020|79 75.8270 75.8270|80 76.6900 76.6900|81 77.5530 77.5530|82 78.4160 78.4160|83 79.2790 79.2790
84 80.1420 80.1420|85 81.0050 81.0050|86 81.8680 81.8680|87 82.7310 82.7310|88 83.5940 83.5940|89 84.4570 84.4570
90 85.3200 85.3200|91 86.1830 86.1830|92 87.0460 87.0460|93 87.9090 87.9090|94 88.7720 88.7720|95 89.6350 89.6350
96 90.4980 90.4980|97 91.3610 91.3610|98 92.2240 92.2240|99 92.3956 92.3956"""
SHARE = {"A1": Decimal("0.65"), "A2": Decimal("0.60"), "A3": Decimal("0.60")}
HIGHEST = {"A1": Decimal("92.3956"), "A2": Decimal("86.8727"), "A3": Decimal("70.6721")}
LEAST = {
    "A": {"A1": "43.11", "A2": "43.11", "A3": "39.19", "X": "39.19", "B": "39.19"},
    "N": {"A1": "34.94", "A2": "34.94", "A3": "31.76", "X": "31.76", "B": "31.76"},
    "B": {"A1": "33.63", "A2": "31.04", "A3": "28.22", "X": "23.39", "B": "16.48"},
}


def _brackets() -> dict[int, tuple[Decimal, Decimal]]:
    """Wage code to lower limit and calculation base, before the multiplier."""
    formula = {n: (LOWEST_OF_53 - STEP * (53 - n), BASE_OF_53 - STEP * (53 - n)) for n in range(1, 54)}
    rows = [row.split() for row in LISTED.replace("|", "\n").strip().splitlines()]
    return formula | {int(code): (Decimal(low), Decimal(base)) for code, low, base in rows}


BRACKETS = _brackets()


def wage_code(monthly: Decimal) -> int:
    """The code of a gross monthly wage: the last bracket whose indexed lower limit it reaches."""
    daily = (monthly / DAYS_A_MONTH).quantize(FOUR, ROUND_HALF_UP)
    return max((code for code, (low, _) in BRACKETS.items() if _indexed(low) <= daily), default=1)


def daily_cents(code: int, family: str, phase: str) -> int:
    """The amount of one allowance in cents. Phases X and B are fixed amounts."""
    least = (Decimal(LEAST[family][phase]) * MULTIPLIER).quantize(CENT, ROUND_HALF_UP)
    if phase not in SHARE:
        return int(least * 100)
    within = min(_indexed(BRACKETS[code][1]), _indexed(HIGHEST[phase]))
    return int(max((within * SHARE[phase]).quantize(CENT, ROUND_HALF_UP), least) * 100)


def half_cents(daily: int) -> int:
    """A half-allowance: half of the whole, rounded half-up to the cent."""
    return (daily + 1) // 2


def _indexed(base: Decimal) -> Decimal:
    return (base * MULTIPLIER).quantize(FOUR, ROUND_HALF_UP)
