"""The contract with the State as a process: what the figures say of it, and the cases behind each.

Owns no table yet: figures are read from the warehouse's last build and judged by the norms of
`commitments`. Assessments, evaluations and evidence come with their own issue.
"""
