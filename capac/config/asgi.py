"""The server's entry."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
os.environ.setdefault("CAPAC_DB_POOL", "1")
application = get_asgi_application()
