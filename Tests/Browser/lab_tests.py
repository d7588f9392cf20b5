"""The guide of the Lab, followed step by step: a sheet is read, written, published, and its programme adopted elsewhere."""

import re
import time

from visitor import PHOTOGRAPHS, StepsCase

ARTIS = "/dispositifs/grenoble-artis"


class LabTests(StepsCase):
    """docs/guide/lab.md: what it says to press, and what one then reads."""

    followed = False

    def follow(self):
        """Once for all the tests of this class, which then look at what there is."""
        if LabTests.followed:
            return
        LabTests.followed = True
        (PHOTOGRAPHS / "lab").mkdir(exist_ok=True)
        self.page = self.visit()
        for step in [self.browse, self.read_a_sheet]:
            step()
        self.page = self.visit("agente")
        for step in [self.write_a_rubric, self.publish_the_changes]:
            step()
        self.page = self.visit("responsable", territory="toulouse")
        for step in [self.adopt, self.run_it, self.publish_what_was_adopted]:
            step()
        self.page = self.visit()
        self.see_the_lineage()

    def shot(self, name, full=True):
        self.page.evaluate("window.scrollTo(0, 0)")
        self.photograph(self.page, f"lab/{name}", full=full)

    def browse(self):
        # A part of the script that stumbles leaves the others to work, and says so only here.
        warned = []
        self.page.on("console", lambda message: warned.append(message.text) if "Error" in message.text else None)
        self.page.goto("/lab")
        self.assertEqual(warned, [])
        self.reads("25 fiches", "ARTIS, des hôtels d’activités")
        self.shot("catalogue", full=False)
        self.page.get_by_label("Axe").select_option(value="entreprise")
        self.press("Filtrer")
        self.reads("3 fiches")

    def read_a_sheet(self):
        self.page.goto("/lab/grenoble-artis")
        self.reads("Contexte territorial", "Conditions de transférabilité", "Les chiffres de cette fiche")
        self.shot("fiche", full=False)
        # A figure of the text leads to where it is explained.
        figure = self.page.locator("a[href^='#chiffre-']").first
        target = figure.get_attribute("href")
        figure.click()
        self.assertTrue(self.page.locator(f"[id='{target[1:]}']").is_visible())

    def write_a_rubric(self):
        self.page.goto(f"{ARTIS}/fiches")
        self.page.locator("main tbody a").first.click()
        self.reads("Publiée le")
        self.go("Écrire « Caractéristiques innovantes »")
        self.page.get_by_label("Texte").fill("Une part des lots est tenue libre pour {{indicateur:locataires}} locataires.")
        self.page.locator("summary", has_text="Chiffres à insérer").click()
        self.shot("rubrique")
        self.press("Enregistrer")
        self.reads("Rubrique enregistrée", "tenue libre pour 22")

    def publish_the_changes(self):
        self.go("Publier les changements")
        self.press("Publier dans le Lab")
        self.reads("Fiche publiée")

    def adopt(self):
        self.began = time.monotonic()
        self.page.goto("/lab")
        self.page.get_by_label("Mots").fill("hôtels d’activités")
        self.press("Filtrer")
        self.go("ARTIS, des hôtels d’activités pour l’économie sociale et l’artisanat")
        self.go("Adopter ce dispositif")
        self.reads("Conditions réunies chez nous", "Ce que nous reprenons")
        self.page.locator("input[name='met']").first.check()
        self.fill({"Nom chez nous": "Ateliers partagés du Mirail", "Nom court": "toulouse-ateliers",
                   "Noms à adapter": "Comité d’agrément = Commission d’entrée"})
        self.page.get_by_label("Nous acceptons les conditions de reprise").check()
        self.shot("adopter")
        self.press("Adopter ce dispositif")
        self.reads("Dispositif adopté", "Ateliers partagés du Mirail", "Adopté de « ARTIS")

    def run_it(self):
        """The same day: a site, a lot, and the rate of occupancy that it came with."""
        self.page.goto("/sites/nouveau")
        self.page.get_by_label("Dispositif").select_option(label="Ateliers partagés du Mirail")
        self.fill({"Nom": "Halle du Mirail (fictif)", "Commune": "Toulouse"})
        self.press("Enregistrer")
        self.reads("Halle du Mirail")
        self.page.goto("/dispositifs/toulouse-ateliers/indicateurs")
        self.reads("Taux de remplissage", "sans objet")
        self.assertLess(time.monotonic() - self.began, 300)

    def publish_what_was_adopted(self):
        self.page.goto("/dispositifs/toulouse-ateliers/modifier")
        self.page.get_by_label("Publié").check()
        self.press("Enregistrer")
        self.page.goto("/dispositifs/toulouse-ateliers/origine")
        self.reads("Un point a été adapté")
        self.shot("origine")

    def see_the_lineage(self):
        self.page.goto("/lab/grenoble-artis/reprises")
        self.reads("Toulouse Métropole", "Ateliers partagés du Mirail", "Un point a été adapté")
        self.shot("reprises")
        self.page.goto("/lab/bordeaux-plateforme/reprises")
        self.reads("Ville de Pau", "Ville d’Agen")

    def test_a_sheet_is_read_written_published_and_adopted(self):
        self.follow()
        expected = re.compile("422")
        self.assertEqual([problem for problem in self.page.problems if not expected.search(problem)], [])
