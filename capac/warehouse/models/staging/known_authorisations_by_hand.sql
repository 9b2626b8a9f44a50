-- Authorisations that the team of C2 experts treats, as known on the as-of day: what was processed later still waits.
SELECT
    CAST(f.id AS VARCHAR) AS case_id,
    f.reference,
    f.client_id,
    f.received_on AS started_on,
    CASE WHEN f.processed_on <= d.as_of THEN f.processed_on END AS stopped_on,
    f.reasons AS reason
FROM authorisations_by_hand AS f
CROSS JOIN as_of AS d
WHERE f.received_on <= d.as_of
