-- Payments told to ONEM: accepted for good, rejected, not yet decided (open), or left out for a technical incident.
SELECT
    v.case_id,
    v.reference,
    v.client_id,
    CAST(EXTRACT(YEAR FROM v.introduction_month) AS INTEGER) AS year,
    v.introduction_month AS month,
    v.known_on,
    v.reason,
    CASE
        WHEN v.is_incident THEN 'left_out'
        WHEN v.finally_accepted IS NULL THEN 'open'
        WHEN v.finally_accepted THEN 'accepted'
        ELSE 'rejected'
    END AS outcome
FROM known_verified_payments AS v
