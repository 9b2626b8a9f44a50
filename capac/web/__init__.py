"""Pages only: they parse, authorise, call one function of a room and render. Owns no table."""
