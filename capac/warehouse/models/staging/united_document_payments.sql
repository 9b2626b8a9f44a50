-- Payments and the document that each answers: the room's own and imported ones. A payment of the room is known when
-- the bank's answer was applied.
SELECT
    id AS case_id,
    id AS reference,
    client_id,
    payment_type,
    document_received_on AS started_on,
    paid_on AS stopped_on,
    known_on AS stop_known_on,
    CAST(NULL AS DATE) AS known_on,
    CASE WHEN authorised_on > document_received_on THEN 'authorised_later' ELSE '' END AS reason
FROM document_payments
UNION ALL
SELECT
    CONCAT('import:', id), id, NULL, payment_type, document_received_on, paid_on, NULL, known_on,
    COALESCE(delayed_by, CASE WHEN authorised_on > document_received_on THEN 'authorised_later' END)
FROM valid_document_payments
