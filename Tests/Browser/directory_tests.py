"""The guide of the directory, followed step by step: an organisation is entered, a double seen, merged and parted again."""

from visitor import PHOTOGRAPHS, StepsCase


class DirectoryTests(StepsCase):
    """docs/guide/annuaire.md: what it says to press, and what one then reads."""

    def shot(self, name, full=True):
        self.page.evaluate("window.scrollTo(0, 0)")
        self.photograph(self.page, f"annuaire/{name}", full=full)

    def enter(self, words):
        self.page.goto("/annuaire/organisations/nouvelle")
        self.fill(words)
        self.press("Enregistrer")

    def test_an_organisation_is_entered_its_double_seen_merged_and_parted_again(self):
        (PHOTOGRAPHS / "annuaire").mkdir(exist_ok=True)
        self.page = self.visit("agente")
        self.enter({"Nom": "SARL Ébénisterie Françon (fictive)", "SIRET ou SIREN": "244 200 770 00011"})
        self.reads("Ce numéro n’existe pas")
        self.fill({"SIRET ou SIREN": "244 200 770 00018"})
        self.press("Enregistrer")
        self.reads("Organisation enregistrée", "24420077000018")
        self.enter({"Nom": "EBENISTERIE FRANCON (fictive)", "Commune": "Fontaine", "Téléphone": "04 76 00 00 00"})
        self.reads("Elle est peut-être déjà là", "même nom")
        self.shot("ressemblance")
        self.page.get_by_label("une nouvelle organisation").check()
        self.press("Enregistrer")
        self.reads("Peut-être la même")
        self.go("Comparer et fusionner")
        which = self.page.get_by_label("Laquelle garder")
        which.select_option(value=which.locator("option", has_text="SARL").get_attribute("value"))
        self.shot("doublon")
        self.press("Décider")
        self.reads("Deux organisations fusionnées", "SARL Ébénisterie Françon (fictive)", "Fontaine", "a rejoint cette fiche")
        self.page.locator("main").get_by_role("button", name="Annuler la fusion").click()
        self.reads("Fusion annulée", "Peut-être la même")
        self.page.goto("/annuaire/organisations?q=coop")
        self.page.locator("main tbody a").first.click()
        self.reads("Baux")
        self.shot("organisation")
        for path in [self.page.url, "/annuaire/doublons"]:
            self.page.goto(path)
            self.look(self.page, f"directory {path}")
        self.assertEqual([problem for problem in self.page.problems if "422" not in problem], [])
