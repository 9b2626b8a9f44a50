-- 18.16.1 Suppliers' invoices paid by the due date that each bears.
SELECT
    id AS case_id, received_on AS started_on, paid_on AS stopped_on, due_on, known_on, delayed_by AS reason
FROM valid_supplier_invoices
WHERE due_on IS NOT NULL
