"""Insertion allowance: the days of full unemployment, at an amount that the C2 says.

In words. The month is counted as in full unemployment (AR art. 100-109), families A, N, B and P alike.
The amount depends on age and family, which the C2 has already weighed. It bears no tax (annexe III
AR/CIR 92, point 79).
"""

from __future__ import annotations

from capac.rules.full_unemployment import lines, sheet

__all__ = ["lines", "sheet"]
