"""Papers that a client keeps: what was paid, a year for the tax, certificates. One value, shown as a page or a PDF."""
