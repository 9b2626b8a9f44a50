"""Who there is: clients, staff, offices with their hours and closures, accounts, consents, the access register.

Owns its people_ tables. A client is never a Django user: AUTH_USER_MODEL is Staff, and clients have
their own sessions. Identity numbers have a validity and are never a key; a client's opaque `key` is
what stands in addresses. Every look at a person is a row of the access register, written first.
"""
