-- 8.1.5 Payments after receipt of the document, by payment type. The number of days is printed "xx": the distribution
-- is told. A payment is made for us when the bank told it.
SELECT case_id, reference, client_id, payment_type AS part, started_on, stopped_on, stop_known_on, known_on, reason
FROM united_document_payments
