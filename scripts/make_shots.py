"""Pictures of every page and state, taken of the running demonstration: scripts/shots.yaml to docs/shots/*.png.

Without --at the demonstration is set up, played and served for the purpose and ended afterwards. A picture keeps
at most 255 colours, so that all of them together stay under ten megabytes. --only NAME takes some of them.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LIST, SHOTS = ROOT / "scripts" / "shots.yaml", ROOT / "docs" / "shots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HEIGHTS = {390: 844, 1280: 900}
PORT, START_SECONDS, BUDGET_BYTES, TALLEST = 8391, 900.0, 10_000_000, 6000
REDUCE = (Path(__file__).parent / "reduce_colours.js").read_text(encoding="utf-8")


def main() -> int:
    """0 when every picture was taken and they fit; a sentence for what went wrong otherwise."""
    told = _parser().parse_args()
    wanted = [one for one in yaml.safe_load(LIST.read_text(encoding="utf-8")) if _asked(one, told.only)]
    SHOTS.mkdir(parents=True, exist_ok=True)
    with _site(told.at, told.folder) as address, _browser() as browser:
        faults = [fault for one in wanted for fault in _take_all(browser, address, one)]
    if not told.only:
        _forget_others({f"{one['name']}-{width}.png" for one in wanted for width in _widths(one)})
    size = sum(path.stat().st_size for path in SHOTS.glob("*.png"))
    print(f"{len(list(SHOTS.glob('*.png')))} pictures, {size / 1e6:.1f} MB in docs/shots")
    faults += [f"the pictures take {size} bytes, more than {BUDGET_BYTES}"] if size > BUDGET_BYTES else []
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Take pictures of the demonstration.")
    parser.add_argument("--at", help="the address of a demonstration that is served already")
    parser.add_argument(
        "--folder", help="where the demonstration's private files lie, if not in the usual place"
    )
    parser.add_argument(
        "--only", action="append", default=[], help="a name of scripts/shots.yaml, or its beginning"
    )
    return parser


def _asked(one: dict[str, Any], only: list[str]) -> bool:
    return not only or any(one["name"].startswith(name) for name in only)


def _widths(one: dict[str, Any]) -> list[int]:
    widths: list[int] = one.get("widths", list(HEIGHTS))
    return widths


@contextmanager
def _site(at: str | None, folder: str | None) -> Iterator[str]:
    """The address of the site; a demonstration of our own is ended with us."""
    if at:
        yield at.rstrip("/")
        return
    command = [sys.executable, "-m", "world", "demo", "--serve", "--port", str(PORT)]
    command += ["--folder", folder] if folder else []
    played = subprocess.Popen(command, cwd=ROOT)
    try:
        address = f"http://localhost:{PORT}"
        _wait(address, played)
        yield address
    finally:
        played.terminate()
        played.wait(timeout=30)


def _wait(address: str, played: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and played.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(1)
    raise SystemExit("the demonstration is not served: see what it says above")


@contextmanager
def _browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("a Chromium browser is missing: install Debian's chromium")
    flags = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*flags, *root])
        yield browser
        browser.close()


def _take_all(browser: Browser, address: str, one: dict[str, Any]) -> Iterator[str]:
    """The pictures of one page; what went wrong, a sentence each."""
    for width in _widths(one):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale=one.get("lang", "fr"),
            color_scheme="dark" if one.get("dark") else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        try:
            _take(context, one, SHOTS / f"{one['name']}-{width}.png")
        except Exception as error:  # noqa: BLE001
            yield f"{one['name']} at {width}: {str(error).splitlines()[0]}"
        finally:
            context.close()


def _take(context: BrowserContext, one: dict[str, Any], path: Path) -> None:
    page = context.new_page()
    if "as" in one:
        _log_in(page, *one["as"].split("/"))
    answer = page.goto(one["path"])
    status = answer.status if answer else 0
    for step in one.get("do", []):
        ((verb, what),) = step.items()
        status = _do(page, verb, what) or status
    if status != one.get("status", 200):
        raise ValueError(f"answered {status}")
    _save(page, path)


def _log_in(page: Page, who: str, name: str) -> None:
    """Through the simulated provider, as a visitor does."""
    page.goto(f"/login/{who}/")
    page.get_by_role("radio", name=name).first.check()
    page.locator("button.main").click()
    page.wait_for_load_state()


def _do(page: Page, verb: str, what: Any) -> int:
    """One step; the status of the page that it led to, if any."""
    if verb == "fill":
        page.get_by_label(what[0], exact=True).fill(what[1])
    elif verb == "choose":
        page.get_by_label(what[0], exact=True).select_option(what[1])
    elif verb == "press":
        page.keyboard.press(what)
    elif verb == "open":
        target = page.locator(f'main a[href^="{what}"]:not([href="{what}"])').first.get_attribute("href")
        answer = page.goto(str(target))
        return answer.status if answer else 0
    else:
        return _click(page, what)
    return 0


def _click(page: Page, what: list[str]) -> int:
    answers: list[int] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.status) if answer.request.is_navigation_request() else None,
    )
    page.get_by_role(what[0], name=re.compile(re.escape(what[1]))).first.click()  # type: ignore[arg-type]
    page.wait_for_load_state()
    return answers[-1] if answers else 0


def _save(page: Page, path: Path) -> None:
    """The whole page, with few colours."""
    shot = page.screenshot(full_page=True)
    helper = page.context.new_page()
    helper.set_viewport_size({"width": 100, "height": 100})
    data = helper.evaluate(REDUCE, [base64.b64encode(shot).decode(), TALLEST])
    helper.close()
    path.write_bytes(
        _png(data["width"], data["height"], bytes(data["palette"]), base64.b64decode(data["pixels"]))
    )


def _png(width: int, height: int, palette: bytes, pixels: bytes) -> bytes:
    """A PNG with a palette; rows unfiltered, which suits flat pages best."""
    rows = b"".join(b"\0" + pixels[n * width : (n + 1) * width] for n in range(height))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 3, 0, 0, 0])
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    chunks = (
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _forget_others(names: set[str]) -> None:
    """Pictures of pages that are no longer listed."""
    for path in SHOTS.glob("*.png"):
        if path.name not in names:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
