"""The guide of figures, followed step by step on ARTIS: what its records count to, and what becomes of it when they change."""

import datetime
import json
import re
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

import office
from visitor import PHOTOGRAPHS, StepsCase

ARTIS = "/dispositifs/grenoble-artis"
TODAY = datetime.date.today()
YESTERDAY = f"{TODAY - datetime.timedelta(days=1):%d/%m/%Y}"


class FiguresTests(StepsCase):
    """docs/guide/chiffres.md: what it says to press, and what one then reads."""

    pack = None

    def follow(self):
        """Once for all the tests of this class, which then look at what there is."""
        if FiguresTests.pack:
            return
        (PHOTOGRAPHS / "chiffres").mkdir(exist_ok=True)
        self.page = self.visit("agente")
        for step in [self.see_the_territory, self.see_an_indicator, self.choose_a_day, self.build_a_formula_without_script,
                     self.be_told_what_is_wrong, self.aim, self.foresee, self.draw_a_perimeter, self.hide_small_counts,
                     self.compare, self.hold_published_figures_against_the_records, self.enter_a_published_figure,
                     self.prepare_a_pack, self.end_a_lease, self.issue_the_pack]:
            step()
        # What was refused on purpose.
        expected = re.compile("422")
        self.assertEqual([problem for problem in self.page.problems if not expected.search(problem)], [])

    def shot(self, name, at=None):
        """The whole page, or what a screen shows of it around a place."""
        self.page.evaluate("window.scrollTo(0, 0)")
        if at:
            at.evaluate("element => element.scrollIntoView({ block: 'center' })")
        self.photograph(self.page, f"chiffres/{name}", full=not at)

    def figures(self):
        """By name, what the programme's page says of each."""
        self.page.goto(f"{ARTIS}/indicateurs")
        rows = [row.locator("th, td").all_inner_texts() for row in self.page.locator("main table").first.locator("tbody tr").all()]
        return {cells[0]: re.sub(r"\s+", " ", cells[1]) for cells in rows}

    def end(self, tenant):
        self.page.goto(f"/baux?q={tenant}&state=running")
        self.page.locator("tbody a").first.click()
        self.go("Terminer le bail")
        self.save({"Dernier jour": YESTERDAY})
        self.reads("Fin du bail enregistrée")

    def see_the_territory(self):
        self.page.goto("/")
        self.page.locator("#menu").get_by_role("link", name="Indicateurs").click()
        self.reads("ARTIS, hôtels d’activités", "92 % Taux de remplissage au moins 90 % : atteinte")
        self.shot("territoire")
        self.go("Tous les indicateurs du dispositif")
        self.reads("Surface à louer 3 426 m²", "Locataires en place 22")
        self.shot("dispositif")

    def see_an_indicator(self):
        self.go("Taux de remplissage")
        self.reads("92 % au", "au moins 90 % : atteinte", "Par nature du lot")
        for share in self.page.locator("section", has_text="Par nature du lot").locator("tbody td").all_inner_texts():
            if "%" in share:
                self.assertLessEqual(float(re.sub(r"[^\d,]", "", share).replace(",", ".")), 100)
        self.page.locator("summary", has_text="Ce que compte ce chiffre").click()
        self.reads("rapportée à")
        self.shot("indicateur")
        self.page.locator("main li a", has_text="des baux en cours à la date").click()
        self.reads("22 baux", "Recyclerie du Drac (fictif)")
        self.shot("fiches", self.page.locator("h1"))
        self.page.get_by_role("link", name=re.compile("Recyclerie du Drac")).click()
        self.assertEqual(self.page.locator("h1").inner_text(), "Recyclerie du Drac (fictif)")

    def choose_a_day(self):
        self.page.goto(f"{ARTIS}/indicateurs")
        self.fill({"À la date du": "30/06/2010", "Période depuis le": "01/01/2010"})
        self.press("Afficher")
        self.reads("30 juin 2010")
        self.go("Locataires en place")
        self.assertIn("on=2010-06-30&since=2010-01-01", self.page.url)
        self.reads("au 30 juin 2010")
        self.fill({"À la date du": "30/06/2009"})
        self.press("Afficher")
        self.reads("La fin vient avant le début.")

    def build_a_formula_without_script(self):
        """And with the keyboard alone: every step is a page of its own."""
        page = self.visit("agente", script=False)
        page.goto(f"{ARTIS}/indicateurs")

        def choose(label, option):
            self.reach(page, page.get_by_label(label, exact=True), most=120)
            page.keyboard.type(option)
            chosen = page.get_by_label(label, exact=True).evaluate("list => list.selectedOptions[0].label")
            self.assertTrue(chosen.startswith(option), chosen)

        def follow(role, name):
            self.reach(page, page.get_by_role(role, name=name, exact=True).last, most=120)
            with page.expect_navigation():
                page.keyboard.press("Enter")

        follow("link", "Construire un indicateur pas à pas")
        self.reads("Choisissez ce que cette partie fait, et de quoi.", page=page)
        choose("Que faire ?", "Compter des fiches")
        choose("De quoi ?", "Baux")
        follow("button", "Appliquer")
        self.reads("Nombre de baux en cours à la date.", "22 (22 fiches comptées)", page=page)
        choose("Ajouter une condition sur", "Catégorie du locataire")
        follow("button", "Continuer")
        choose("Comparaison", "est l’un de ces mots")
        self.reach(page, page.get_by_label("Association à vocation économique"))
        page.keyboard.press("Space")
        follow("button", "Ajouter la condition")
        self.reads("catégorie du locataire : Association à vocation économique — retirer", page=page)
        follow("link", "La rapporter à autre chose (numérateur)")
        choose("Que faire ?", "Compter des fiches")
        choose("De quoi ?", "Baux")
        follow("button", "Appliquer")
        self.reads("36 %", "Numérateur :", "Dénominateur :", page=page)
        self.keep("formula without script", page.content())
        self.reach(page, page.get_by_label("Intitulé", exact=True), most=120)
        page.keyboard.type("Part des associations")
        follow("button", "Enregistrer")
        self.assertRegex(page.url, f"{ARTIS}/indicateurs[?]done=")
        self.assertEqual(self.figures()["Part des associations"], "36 %")

    def formula(self, formula, **more):
        query = urllib.parse.urlencode({"f": json.dumps(formula), **more})
        self.page.goto(f"{ARTIS}/indicateurs/nouvelle-formule?{query}")

    def be_told_what_is_wrong(self):
        self.formula({"difference": [{"sum": "lease.area"}, {"count": "lease"}]})
        self.assertEqual(self.page.locator(".notice.warn li").count(), 1)
        self.assertEqual(self.page.get_by_role("button", name="Enregistrer").count(), 0)
        self.page.goto(f"{ARTIS}/indicateurs/part-des-associations/formule")
        self.page.locator(".outline a", has_text="Association").click()
        self.reads("La partie choisie", "catégorie du locataire : Association à vocation économique")
        self.shot("formule")

    def aim(self):
        self.page.goto(f"{ARTIS}/indicateurs")
        self.go("Fixer les cibles", "Ajouter une cible")
        self.save({"Intitulé": "Vingt-cinq locataires", "Indicateur": "Locataires en place",
                   "Comment elle est atteinte": "Au moins", "Au moins": "25", "Pour le": f"31/12/{TODAY.year + 1}"})
        self.go("Ajouter un jalon")
        self.save({"Pour le": "01/01/2026", "Valeur attendue": "24"})
        self.page.goto(f"{ARTIS}/indicateurs/locataires")
        self.reads("au moins 25 : en retard (attendu au 1er janvier 2026 : 24)")

    def foresee(self):
        self.go("Noter une prévision")
        self.save({"Pour le": f"30/06/{TODAY.year + 1}", "Valeur attendue": "26", "D’après": "La direction du site"})
        self.reads("Une prévision reste à part", "La direction du site", "22 au")
        self.shot("cible")

    def draw_a_perimeter(self):
        self.page.locator("#menu").get_by_role("link", name="Périmètres").click()
        self.go("Nouveau périmètre")
        self.fill({"Nom": "Rive gauche", "Clé": "rive-gauche", "Nature": "Autre", "Communes": "Fontaine\nSassenage\nSeyssinet-Pariset depuis 01/01/2015"})
        self.shot("perimetre")
        self.press("Enregistrer")
        self.reads("Seyssinet-Pariset")
        self.formula({"count": "lease", "where": "municipality within rive-gauche"})
        self.reads("22 (22 fiches comptées)", "périmètre « rive-gauche »")

    def hide_small_counts(self):
        self.page.goto("/annuaire/personnes")
        self.page.get_by_role("link", name="Fictive-Nguyen").click()
        self.go("Modifier le dossier")
        self.save({"Adresse électronique": "lou@exemple.example"})
        self.formula({"count": "person", "where": "hasEmail = true"})
        self.save({"Intitulé": "Personnes joignables par courriel"})
        self.page.goto(f"{ARTIS}/configuration/indicateurs/personnes-joignables-par-courriel")
        self.save({"Publié": True})
        few = self.figures()["Personnes joignables par courriel"]
        self.assertEqual(few, "1")
        visitor = self.visit()
        visitor.goto(f"{ARTIS}/indicateurs")
        self.reads("Personnes joignables par courriel non communiqué : moins de cinq personnes", page=visitor)

    def compare(self):
        self.page.goto(f"{ARTIS}/indicateurs/locataires")
        self.go("Comparer les territoires")
        self.reads("Grenoble-Alpes Métropole ici", "Pôle mécatronique 6")
        self.shot("comparaison")

    def hold_published_figures_against_the_records(self):
        self.page.goto(ARTIS)
        self.go("Chiffres publiés")
        self.reads("3 700 m² 3 426 m² Diffère", "contradictoire : 3 426 d’un côté, 3 700 de l’autre", "en diffèrent : 1")
        self.shot("publies", self.page.get_by_role("link", name="Surface des locaux"))
        self.fill({"Verdict": "Diffère"})
        self.press("Afficher")
        self.assertEqual(self.page.locator("tbody tr").count(), 1)
        self.go("Surface des locaux")
        self.reads("Publié : 3 700 m². Calculé au", ": 3 426 m².")

    def enter_a_published_figure(self):
        self.page.goto(f"{ARTIS}/chiffres")
        self.go("Enregistrer un chiffre publié")
        self.save({"Chiffre": "Locataires annoncés", "Clé": "artis.locataires", "Document": "Plaquette, 2026",
                   "Citation": "près de 24 locataires", "Publié": "24", "Unité": "Nombre",
                   "Degré de précision": "Près de", "Nature": "Résultat", "Comparé à l’indicateur": "Locataires en place"})
        self.reads("Concorde")

    def prepare_a_pack(self):
        self.page.goto(ARTIS)
        self.go("Dossiers de pilotage", "Préparer un dossier de pilotage")
        self.save({"Titre": "Comité de gestion d’automne", "Instance": "Comité de gestion",
                   "Commentaire": "Deux ateliers se libèrent avant l’hiver.",
                   "Décisions à prendre": "- Relouer l’atelier 3\n- Revoir la destination des bureaux"})
        self.reads("Projet : les chiffres suivent encore les fiches.", "Taux de remplissage 92 %", "Aucun dossier n’a été émis auparavant.")
        FiguresTests.pack = re.sub(r"\?.*", "", self.page.url)

    def end_a_lease(self):
        self.end("Bois et Liens")
        figures = self.figures()
        self.assertEqual((figures["Taux de remplissage"], figures["Locataires en place"], figures["Surface à louer"]),
                         ("77 %", "21", "3 426 m²"))
        self.page.goto(self.pack)
        self.reads("Taux de remplissage 77 % au moins 90 % : en retard")

    def issued(self):
        return [table.inner_text() for table in self.page.locator("main table").all()]

    def issue_the_pack(self):
        self.go("Émettre le dossier")
        self.press("Émettre le dossier")
        self.reads("Émis le", "Empreinte", "Relouer l’atelier 3")
        self.page.goto(self.pack)
        self.shot("dossier", self.page.locator("h1"))
        before = self.issued()
        self.end("Ressourcerie des Balmes")
        self.assertEqual(self.figures()["Taux de remplissage"], "65 %")
        self.page.goto(self.pack)
        self.assertEqual(self.issued(), before)
        self.assertEqual(self.page.get_by_role("link", name="Modifier le dossier").count(), 0)
        for name, suffix in [("Ce dossier en ODT", ".odt"), ("Cette page en PDF", ".pdf")]:
            address = self.page.get_by_role("link", name=name).get_attribute("href")
            path = Path(tempfile.mkdtemp()) / f"dossier{suffix}"
            path.write_bytes(self.page.request.get(address, timeout=60_000).body())
            words = office.words(path) if suffix == ".odt" else subprocess.run(
                ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
            words = re.sub(r"\s+", " ", words)
            for sentence in ["Comité de gestion d’automne", "77 %", "Relouer l’atelier 3"]:
                self.assertIn(sentence, words, name)

    def test_the_guide_of_figures_can_be_followed_and_a_pack_that_was_issued_stays_as_it_was(self):
        self.follow()
        pictures = {path.stem for path in (PHOTOGRAPHS / "chiffres").iterdir()}
        told = set(re.findall(r"images/chiffres/([\w-]+)\.png", (PHOTOGRAPHS.parent / "chiffres.md").read_text()
                              if PHOTOGRAPHS.name == "images" else ""))
        self.assertLessEqual(told - {"dispositif-telephone"}, pictures)

    def test_pages_of_figures_pass_axe_on_a_phone_and_on_a_desk_in_light_and_in_the_dark(self):
        self.follow()
        for user, paths in {
            "agente": ["", "/taux-remplissage", "/locataires", "/locataires/fiches?mesure=1", "/locataires/comparaison",
                       "/part-des-associations/formule", "/part-des-associations/formule?at=ratio/1", "/nouvelle-formule",
                       "/locataires/previsions/nouvelle"],
            "elu": ["", "/locataires"],
            None: ["", "/taux-remplissage", "/locataires/comparaison"],
        }.items():
            page = self.visit(user)
            others = ["/indicateurs", f"{ARTIS}/chiffres", f"{ARTIS}/dossiers-de-pilotage"]
            if user == "agente":
                others += [self.pack, "/indicateurs/relations", "/indicateurs/relations/lease", "/annuaire/perimetres",
                           f"{ARTIS}/dossiers-de-pilotage/nouveau", f"{ARTIS}/controles/nouveau"]
            for path in [f"{ARTIS}/indicateurs{path}" for path in paths] + others:
                page.goto(path)
                self.look(page, f"figures {user} {path}")
            self.assertEqual(page.problems, [])
        page = self.visit("agente", width=360)
        page.goto(f"{ARTIS}/indicateurs")
        self.photograph(page, "chiffres/dispositif-telephone", full=False)

    def test_figures_are_printed_whole_and_without_buttons(self):
        self.follow()
        page = self.visit("agente", width=680)
        page.emulate_media(media="print")
        for path, words in [(f"{ARTIS}/indicateurs", "3 426 m²"), (f"{ARTIS}/indicateurs/locataires", "en retard"),
                            (f"{ARTIS}/chiffres", "3 700 m²"), (self.pack, "77 %")]:
            page.goto(path)
            lost = page.evaluate("""document.documentElement.scrollWidth - document.documentElement.clientWidth
              + [...document.querySelectorAll(".table")].reduce((sum, table) => sum + table.scrollWidth - table.clientWidth, 0)""")
            self.assertLessEqual(lost, 0, f"{path} is wider than the paper")
            file = PHOTOGRAPHS / "figures.pdf"
            page.pdf(path=file, format="A4")
            text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
            file.unlink()
            self.assertIn(words, re.sub(r"\s+", " ", text), path)
            for button in ["Afficher", "Noter une prévision", "Enregistrer un chiffre publié", "Cette page en PDF"]:
                self.assertNotIn(button, text, path)
