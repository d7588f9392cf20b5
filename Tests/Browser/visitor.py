"""A visitor of the demonstration, with a real Chromium and an eye for what must hold on every page."""

import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import sync_playwright

from demonstration import ROOT, Demonstration

PROGRAM = Path(sys.argv.pop(1)).resolve() if sys.argv[1:] and "/" in sys.argv[1] else ROOT / ".build/debug/terreau"
PHOTOGRAPHS = ROOT / "docs/guide/images" if os.environ.get("PHOTOGRAPHS") else Path(tempfile.mkdtemp())
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
# Every page that was looked at, for the validator at the end.
SEEN = Path(tempfile.mkdtemp())


class BrowserCase(unittest.TestCase):
    """Tests that visit the demonstration in a real Chromium."""

    @classmethod
    def setUpClass(cls):
        cls.demo = Demonstration(str(PROGRAM))
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cls.signed_in = {}
        # Kinds of links that lead to a file, each followed once.
        cls.files = set()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        assert cls.demo.stop() == 0, "the demonstration did not stop politely"

    def visit(self, user=None, width=1280, script=True, dark=False, language="fr-FR", territory="grenoble"):
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale=language,
            color_scheme="dark" if dark else "light", base_url=self.demo.address,
            storage_state=self.signed_in.get((user, territory)))
        self.addCleanup(context.close)
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        if user and (user, territory) not in self.signed_in:
            page.goto("/demonstration")
            page.locator(".cards li", has_text=f"{user}@{territory}.example").get_by_role("button").click()
            self.signed_in[user, territory] = context.storage_state()
        return page

    def photograph(self, page, name, full=True):
        page.screenshot(path=PHOTOGRAPHS / f"{name}.png", full_page=full)

    def look(self, page, name):
        """On a phone and on a desk, in light and in the dark: axe, and nothing wider than the screen."""
        self.keep(name, page.content())
        for width, dark in [(360, False), (1280, True)]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if dark else "light")
            violations = page.evaluate(
                """async () => (await axe.run(document, {resultTypes: ["violations"]}))
                .violations.map(violation => [violation.id, violation.nodes[0].html])""")
            self.assertEqual([(name, width, *violation) for violation in violations], [])
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(overflow, 0, f"{name} is wider than {width} pixels")

    def keep(self, name, html):
        """For the validator, at the end."""
        (SEEN / (re.sub(r"\W+", "-", name)[:150] + ".html")).write_text(html)

    def reach(self, page, place, most=40):
        for _ in range(most):
            page.keyboard.press("Tab")
            if place.evaluate("element => element === document.activeElement"):
                return
        self.fail("the keyboard does not reach it")


class StepsCase(BrowserCase):
    """Follows a guide: presses what it says to press, on `page`, and reads what one then reads."""

    page = None

    def go(self, *names):
        for name in names:
            self.page.locator("main, .crumbs").get_by_role("link", name=name, exact=True).first.click()

    def fill(self, words):
        for label, value in words.items():
            field = self.page.get_by_label(label, exact=True)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            elif field.evaluate("field => field.type") == "checkbox":
                field.set_checked(value)
            else:
                field.fill(value)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.locator("main, dialog").get_by_role("button", name=name, exact=True).last.click()

    def save(self, words):
        self.fill(words)
        self.press("Enregistrer")
        # A name that is nearly another's is asked about, whatever the demonstration holds.
        another = self.page.get_by_label("une nouvelle organisation")
        if another.count():
            another.check()
            self.press("Enregistrer")

    def reads(self, *sentences, page=None):
        """What the page says, whatever its spaces."""
        page = page or self.page
        said = re.sub(r"\s+", " ", page.locator("main").inner_text())
        for sentence in sentences:
            self.assertIn(sentence, said, page.url)
