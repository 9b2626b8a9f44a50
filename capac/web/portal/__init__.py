"""Mon dossier: a client's own file. No address names a person; the session does."""
