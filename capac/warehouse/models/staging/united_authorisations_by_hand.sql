-- Authorisations that the team of C2 experts treats: the room's own and imported ones. A day after the as-of day is
-- not known; the marts see to it.
SELECT
    CAST(id AS VARCHAR) AS case_id,
    reference,
    client_id,
    received_on AS started_on,
    processed_on AS stopped_on,
    CAST(NULL AS DATE) AS known_on,
    reasons AS reason
FROM authorisations_by_hand
UNION ALL
SELECT CONCAT('import:', id), id, NULL, received_on, processed_on, known_on, delayed_by
FROM valid_authorisations_by_hand
