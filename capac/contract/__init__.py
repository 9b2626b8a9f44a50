"""The contract with the State as a process: what the figures say of it, the cases behind each, what was published.

Figures are read from the warehouse's last build and judged by the norms of `commitments`. Owns the frozen
figures: each month's result as it was at the month's close, never changed, and the differences found since.
Assessments, evaluations and evidence come with their own issue.
"""
