"""Log-in through OpenID Connect for both publics: clients through CSAM/FAS, staff through the institution."""
