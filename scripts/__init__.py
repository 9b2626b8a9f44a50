"""Run by hand or by make; nothing of the product imports them."""
