"""Applications: what a client asks for, which pieces that needs, what is missing and who must act, until when.

Owns dossier_ tables. Which pieces a type needs is data (data/pieces.yaml). An application is collecting, complete,
submitted to ONEM, returned by it, decided or withdrawn; a piece is missing, announced, received, waived or dropped.
Reads what the regional services and the National Register send (registrations, facts of a person). The room above
(exchange) asks what is ready and says what ONEM answered; dossier never asks it.
"""
