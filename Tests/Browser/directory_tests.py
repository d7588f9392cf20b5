"""The guide of the directory, followed step by step: an organisation is entered, a double seen, merged and parted again."""

import csv
import io
import time

import one_of_each
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
        which = self.page.get_by_label("Que garder")
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


class TableTests(StepsCase):
    """docs/guide/imports.md: a spoiled table is sent, looked at, written, put right and taken back."""

    # As an Excel of France saves it, with what happens to tables: a number that is none, a name that is missing, a line cut short.
    TABLE = ("Raison sociale;SIRET;CP;Ville;Téléphone\r\n"
             "Ateliers de la Bastille (fictifs);35600000000048;38000;Grenoble;476000000\r\n"
             "Régie des Écrins (fictive);244 200 770 00011;38600;Fontaine;04 76 00 00 01\r\n"
             ";;38600;Fontaine;\r\n"
             "Brasserie du Drac (fictive);;1400;Châtillon;04 76 00 00 02\r\n")

    def shot(self, name):
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate("window.scrollTo(0, 0)")
        self.photograph(self.page, f"imports/{name}", full=True)

    def send(self, name, table, place="/annuaire/organisations", link="Importer un tableau"):
        self.page.goto(place)
        self.go(link)
        self.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": table})
        self.press("Lire le tableau")

    def waits_for(self, words):
        for _ in range(300):
            if words in self.page.locator("main").inner_text().replace("\u00a0", " "):
                return
            time.sleep(.1)
            self.page.reload()
        self.fail(f"{words}: {self.page.locator('main').inner_text()}")

    def test_a_spoiled_table_is_looked_at_put_right_written_and_taken_back(self):
        (PHOTOGRAPHS / "imports").mkdir(exist_ok=True)
        self.page = self.visit("agente")
        self.send("entreprises.csv", self.TABLE.encode("cp1252"))
        self.waits_for("2 lignes nouvelles")
        self.reads("2 lignes rejetées", "Raison sociale", "Nom")
        self.shot("lu")
        self.look(self.page, "a table that was read")
        run = self.page.url.split("?")[0]
        self.go("2 lignes rejetées")
        self.reads("Ce numéro n’existe pas")
        self.shot("rejetees")
        self.page.goto(run)
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Lignes à corriger (CSV)").click()
        rejected = download.value.path().read_bytes()
        self.press("Enregistrer ces lignes")
        self.waits_for("2 lignes enregistrées")
        self.page.goto("/annuaire/organisations?q=Bastille")
        self.go("Ateliers de la Bastille (fictifs)")
        # The zeros that the spreadsheet took are back.
        self.reads("0476000000", "35600000000048")
        # What was rejected comes back with what was wrong, and goes through once it is put right.
        rows = list(csv.reader(io.StringIO(rejected.decode("utf-8-sig")), delimiter=";"))
        self.assertEqual(len(rows), 3, rows)
        number = next(index for index, name in enumerate(rows[0]) if "SIRET" in name)
        rows[1][number] = ""
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows[:2])
        self.send("corrigées.csv", text.getvalue().encode())
        self.waits_for("1 ligne nouvelle")
        self.page.goto(run)
        self.press("Annuler l’import")
        self.waits_for("2 lignes annulées")
        self.shot("annule")
        self.page.goto("/annuaire/organisations?q=Bastille")
        self.reads("Aucune organisation")
        self.assertEqual([problem for problem in self.page.problems if "422" not in problem and ".csv" not in problem], [])

    def test_a_building_comes_from_the_spreadsheet_of_its_owner(self):
        (PHOTOGRAPHS / "imports").mkdir(exist_ok=True)
        post = one_of_each.api(self.demo)
        post("/dispositifs", name="Halle des essais", isPublic=True)
        settings = "/dispositifs/halle-des-essais/configuration"
        post(f"{settings}/nomenclatures/entrees", label="Catégories", use="tenant-categories")
        for name in ["Artisans", "Économie sociale"]:
            post(f"{settings}/nomenclatures/categories/valeurs/entrees", label=name)
        site = f"/sites/{post('/sites', programme='halle-des-essais', name='Halle des essais (fictive)', municipality='Fontaine')['id']}"
        self.page = self.visit("agente")
        self.send("lots.csv", "Lot;Type;Surface (m²);Étage\nAtelier 1;Atelier;120,5;RDC\nAtelier 2;Atelier;80;RDC\nBureau 3;Bureau;24;1er\n".encode("cp1252"),
                  site, "Importer les lots")
        self.waits_for("3 lignes nouvelles")
        self.press("Enregistrer ces lignes")
        self.waits_for("3 lignes enregistrées")
        self.send("baux.csv", ("Lot;Entreprise;Catégorie;Entrée;Sortie\n"
                               "Atelier 1;Menuiserie Roux (fictive);artisans;01/02/2024;31/12/2025\n"
                               "Atelier 1;Vélos du Drac (fictifs);économie sociale;01/01/2026;\n"
                               "Atelier 2;Radio Rabot (fictive);économie sociale;01/03/2026;\n"
                               "Atelier 2;Fournil (fictif);artisans;01/06/2026;\n"
                               "Atelier 9;Fournil (fictif);artisans;01/06/2026;\n").encode(), site, "Importer les baux")
        self.waits_for("3 lignes nouvelles")
        self.reads("1 ligne douteuse", "1 ligne rejetée")
        run = self.page.url.split("?")[0]
        self.page.goto(f"{run}/lignes")
        self.reads("même lot, aux mêmes dates", "Le site n’a pas de lot « Atelier 9 »")
        self.shot("baux")
        self.page.goto(run)
        self.press("Enregistrer ces lignes")
        self.waits_for("3 lignes enregistrées")
        self.page.goto(site)
        self.reads("Vélos du Drac (fictifs)", "Radio Rabot (fictive)")
        self.look(self.page, "a building that was brought in")
        self.assertEqual(self.page.problems, [])

    def test_a_file_that_is_no_table_is_named_for_what_it_is(self):
        self.page = self.visit("agente")
        self.send("tableau.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
        self.waits_for("PDF")
        self.go("Envoyer un autre fichier")
        self.reads("Colonnes reconnues")


class FileTests(StepsCase):
    """docs/guide/donnees-personnelles.md: a file is opened, its double merged, its data taken, and it is made anonymous."""

    def shot(self, name):
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate("window.scrollTo(0, 0)")
        self.photograph(self.page, f"personnes/{name}", full=True)

    def enter(self, words):
        self.page.goto("/annuaire/personnes/nouvelle")
        self.fill(words)
        self.press("Enregistrer")

    def test_a_file_is_opened_merged_with_its_double_taken_away_and_made_anonymous(self):
        (PHOTOGRAPHS / "personnes").mkdir(exist_ok=True)
        self.page = self.visit("agente")
        self.enter({"Prénom": "Inès", "Nom de famille": "Garnier (fictive)", "Date de naissance": "1987-06-16", "Commune": "Fontaine"})
        self.reads("Dossier ouvert", "Garnier")
        mine = self.page.url.split("?")[0]
        self.enter({"Prénom": "Inès", "Nom de famille": "GARNIER (fictive)", "Téléphone": "04 76 00 00 03"})
        self.reads("peut-être déjà un dossier", "même nom")
        self.page.get_by_label("une autre personne").check()
        self.press("Enregistrer")
        self.reads("Peut-être la même personne")
        self.go("Comparer et fusionner")
        which = self.page.get_by_label("Que garder")
        which.select_option(value=mine.split("/")[-1])
        self.shot("doublon")
        self.look(self.page, "two files side by side")
        self.press("Décider")
        self.reads("Deux dossiers fusionnés", "a rejoint cette fiche")
        self.page.goto(mine)
        self.go("Noter un contact")
        self.fill({"Comment": "Entretien"})
        self.press("Noter un contact")
        self.reads("Dernier contact")
        self.shot("dossier")
        self.go("Toutes les données")
        self.reads("Garnier", "16/06/1987")
        self.shot("donnees")
        self.look(self.page, "all that is known of somebody")
        self.page = self.visit("responsable")
        self.page.goto(mine)
        self.go("Anonymiser")
        self.fill({"Nom de famille": "Garnier (fictive)"})
        self.shot("anonymiser")
        self.press("Anonymiser")
        self.reads("Dossier anonymisé")
        self.page.goto("/registre")
        self.shot("registre")
        self.page.goto("/annuaire/personnes?q=Garnier")
        self.assertNotIn("Garnier (fictive)", self.page.locator("main").inner_text())
        self.assertEqual([problem for problem in self.page.problems if "422" not in problem], [])
