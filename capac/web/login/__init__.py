"""Log-in through OpenID Connect for both publics: clients through CSAM/FAS, staff through the institution."""

import warnings

from authlib.deprecate import AuthlibDeprecationWarning

# Authlib announces the successor of its HTTP client; the one in use is pinned and works.
warnings.simplefilter("ignore", AuthlibDeprecationWarning)
