-- Payments and the document that each answers, as known on the as-of day: a payment that we learned of later is not yet made.
SELECT
    f.id AS case_id,
    f.id AS reference,
    f.client_id,
    f.payment_type,
    f.document_received_on AS started_on,
    CASE WHEN GREATEST(f.paid_on, COALESCE(f.known_on, f.paid_on)) <= d.as_of THEN f.paid_on END AS stopped_on,
    CASE WHEN f.authorised_on > f.document_received_on THEN 'authorised_later' ELSE '' END AS reason
FROM document_payments AS f
CROSS JOIN as_of AS d
WHERE f.document_received_on <= d.as_of
