"""What a reader of the Lab does: look for sheets, see them on the map, compare them, ask a question."""

import json
import re
import subprocess

from visitor import PHOTOGRAPHS, BrowserCase

SHEET = "/lab/grenoble-artis"
PAGES = ["/lab", "/lab?axis=entreprise&figures=true", "/lab?q=introuvable", SHEET, f"{SHEET}/question", "/lab/carte",
         "/lab/carte?population=plus-de-500000", "/lab/comparaison?fiche=grenoble-artis",
         "/lab/comparaison?fiche=grenoble-artis&fiche=toulouse-dare", "/lab/abonnement", "/lab/abonnement/envoye",
         "/lab/abonnement/confirmation", "/lab/desabonnement"]


class ReaderTests(BrowserCase):
    def test_pages_of_the_lab_pass_axe_on_a_phone_and_on_a_desk_in_light_and_in_the_dark(self):
        page = self.visit()
        for path in PAGES:
            page.goto(path)
            self.look(page, f"reader {path}")
        # The data block for machines is no script: the policy of the page has nothing to say of it.
        self.assertEqual(page.problems, [])

    def test_sheets_are_picked_and_compared_without_script(self):
        page = self.visit(script=False)
        page.goto("/lab")
        for title in ["ARTIS", "DARE"]:
            page.locator(".cards li", has_text=title).first.get_by_role("checkbox").check()
        page.get_by_role("button", name="Comparer les fiches cochées").click()
        self.assertEqual(page.locator(".comparison thead").first.locator("th").count(), 2)
        self.assertIn("Conditions de transférabilité", page.locator(".comparison").inner_text())

    def test_a_question_is_asked_and_answered_and_shows_on_the_sheet(self):
        page = self.visit()
        page.goto(SHEET)
        page.get_by_role("link", name="Poser une question").click()
        page.get_by_label("Question").fill("Le comité se réunit-il sur place ?")
        page.get_by_label("Votre nom").fill("Élodie Fictive")
        page.get_by_label("Votre adresse électronique").fill("elodie@voisine.example")
        page.get_by_role("button", name="Envoyer").click()
        self.assertIn("Question envoyée", page.inner_text("main"))
        agent = self.visit("agente")
        agent.goto("/")
        agent.get_by_role("link", name="Le comité se réunit-il sur place ?").click()
        self.look(agent, "reader answer")
        agent.get_by_label("Réponse", exact=True).fill("Oui, à Fontaine.")
        agent.get_by_label("Publier la question").check()
        agent.get_by_role("button", name="Envoyer la réponse").click()
        self.look(agent, "reader questions")
        page.goto(SHEET)
        self.assertIn("Oui, à Fontaine.", page.inner_text("main"))
        self.assertNotIn("Élodie", page.inner_text("main"))
        self.assertEqual(page.problems + agent.problems, [])

    def test_a_comparison_is_printed_across_the_paper_and_loses_nothing(self):
        page = self.visit(width=1000)
        page.goto("/lab/comparaison?fiche=grenoble-artis&fiche=toulouse-dare&fiche=lille-ess")
        file = PHOTOGRAPHS / "comparison.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
        size = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
        file.unlink()
        self.assertRegex(size, r"Page size:\s+841\.\d+ x 59[45]")
        self.assertIn("Conditions de", text)
        self.assertNotIn("Cette page en PDF", text)

    def test_machines_read_what_a_sheet_is(self):
        page = self.visit()
        page.goto(SHEET)
        data = json.loads(page.locator("script[type='application/ld+json']").inner_text())
        self.assertEqual(data["@type"], "Article")
        self.assertEqual(data["url"], page.locator("link[rel=canonical]").get_attribute("href"))
        self.assertTrue(re.search(r"/lab/grenoble-artis$", data["url"]))
