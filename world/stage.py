"""Where a demonstration stands: its private folder, its secrets, the simulators that run, what the product is told.

Everything lies under .run/world in the checkout (ignored by git); the database lies where its starter puts it.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from world import cast, processes
from world.population import Wish
from world.processes import Part
from world.provider import CLIENT_ID, SECRET

CHECKOUT = Path(__file__).resolve().parents[1]
SIMULATORS = ("onem", "onss", "bank", "register")
DEBTOR = {
    "CAPAC_DEBTOR_NAME": "CAPAC - HVW (demonstration)",
    "CAPAC_DEBTOR_IBAN": cast.account(9_999_999),
    "CAPAC_DEBTOR_BIC": "DEMOBEB1",
}
"""An account at a bank that does not exist."""


@dataclass(frozen=True)
class Stage:
    """The private folder of demonstrations."""

    folder: Path = CHECKOUT / ".run" / "world"

    @property
    def clock(self) -> Path:
        """The file that CAPAC_NOW names, rewritten act by act."""
        return self.folder / "now"

    def set_clock(self, moment: str) -> None:
        """Move the clock of business."""
        draft = self.folder / "now.new"
        draft.write_text(moment, encoding="ascii")
        draft.replace(self.clock)

    def clear(self) -> None:
        """Forget what the simulators knew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)

    def name(self) -> str:
        """A name drawn with the folder, so that a database and the simulators' state are known to belong together."""
        kept = self.folder / "name"
        if not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept.write_text(secrets.token_hex(4), encoding="ascii")
        return kept.read_text(encoding="ascii")

    def secret(self, name: str) -> str:
        """A secret of this stage, drawn once."""
        kept = self.folder / f"{name}.secret"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(40), encoding="ascii")
        return kept.read_text(encoding="ascii")

    @contextmanager
    def simulators(self, wish: Wish, *, sites: list[str]) -> Iterator[dict[str, Part]]:
        """ONEM, ONSS, the bank, the register, the eBox and the log-in provider, each a process, while they are wanted."""
        token = self.secret("mailbox")
        number, panel = str(wish.number), str(wish.panel)
        who = ["--seed", str(wish.seed), "--number", number]
        options = {
            "onem": [*who, "--panel", panel],
            "onss": [*who, "--panel", panel],
            "bank": who[:2],
            "register": [*who, "--panel", panel],
            "ebox": [],
            "provider": [*who, *_sites(sites)],
        }
        secret = {SECRET: self.secret("provider")}
        with ExitStack() as stack:
            yield {
                name: stack.enter_context(
                    processes.running(
                        name, options[name], folder=self.folder / name, token=token, environment=secret
                    )
                )
                for name in (*SIMULATORS, "ebox", "provider")
            }

    def settings(self, parts: dict[str, Part], database: str) -> dict[str, str]:
        """What the product is told by its environment; without simulators it has no channel and no log-in."""
        told = {
            "DATABASE_URL": database,
            "CAPAC_DEMO": "1",
            "CAPAC_NOW": str(self.clock),
            "CAPAC_SECRET_KEY": self.secret("django"),
            "CAPAC_MAILBOX_TOKEN": self.secret("mailbox"),
            "CAPAC_WAREHOUSE": str(self.folder / "warehouse"),
            **DEBTOR,
        }
        channels = {f"CAPAC_{name.upper()}_URL": parts[name].address for name in SIMULATORS if name in parts}
        if "onss" in parts:
            told["CAPAC_ONSS_KEYS"] = str(self.folder / "onss" / "senders.jwks")
            told["CAPAC_ONSS_SIGNING_KEY"] = str(self.folder / "onss" / "own.jwk")
        channels |= self._ebox(parts["ebox"]) if "ebox" in parts else {}
        return told | channels | (self._log_in(parts["provider"]) if "provider" in parts else {})

    def _ebox(self, part: Part) -> dict[str, str]:
        return {
            "CAPAC_EBOX_URL": part.address,
            "CAPAC_EBOX_EVENTS_URL": part.address,
            "CAPAC_EBOX_CLIENT": "capac-demo",
            "CAPAC_EBOX_APPLICATION": "capac",
            "CAPAC_EBOX_MESSAGE_TYPE": "letter",
            "CAPAC_EBOX_KEY": str(self.folder / "ebox" / "own.jwk"),
        }

    def _log_in(self, provider: Part) -> dict[str, str]:
        told = {
            "CAPAC_PROVIDER_PEOPLE": f"{provider.address}/people",
            "CAPAC_API_ISSUER": f"{provider.address}/machine",
        }
        for ours, who in (("CITIZEN", "client"), ("STAFF", "staff")):
            told[f"CAPAC_{ours}_ISSUER"] = f"{provider.address}/{who}"
            told[f"CAPAC_{ours}_CLIENT_ID"] = CLIENT_ID
            told[f"CAPAC_{ours}_CLIENT_SECRET"] = self.secret("provider")
        return told


def version() -> str:
    """Names what a played demonstration rests on: the world, and the tables and views of the product."""
    found = hashlib.sha256()
    files = [
        *CHECKOUT.glob("world/**/*"),
        *CHECKOUT.glob("capac/*/migrations/*.py"),
        *CHECKOUT.glob("capac/channels/*/migrations/*.py"),
        *CHECKOUT.glob("capac/*/facts.sql"),
    ]
    for file in sorted(path for path in files if path.suffix in {".py", ".yaml", ".sql"}):
        found.update(f"{file.relative_to(CHECKOUT)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _sites(sites: list[str]) -> list[str]:
    return [option for site in sites for option in ("--site", site)]
