"""A sheet from the invitation to its publication, by the four who take part, and the editions that keep it."""

from visitor import PHOTOGRAPHS, StepsCase

SHEET = "/dispositifs/grenoble-artis/fiches"


class CollectionTests(StepsCase):
    """docs/guide/lab.md, « Collecter, quand on anime un réseau » and what follows."""

    followed = False

    def follow(self):
        if CollectionTests.followed:
            return
        CollectionTests.followed = True
        (PHOTOGRAPHS / "lab").mkdir(exist_ok=True)
        self.network = self.visit("responsable", territory="reseau")
        self.territory = self.visit("agente")
        self.reviewer = self.visit("responsable", territory="nice")
        self.elected = self.visit("elu")
        for person, step in [
            (self.network, self.invite), (self.territory, self.accept_and_write), (self.reviewer, self.comment),
            (self.network, self.send_back), (self.territory, self.revise), (self.network, self.finish_the_review),
            (self.elected, self.validate), (self.network, self.publish), (self.network, self.prepare_an_edition),
            (self.territory, self.check),
        ]:
            self.page = person
            step()
        self.page = self.visit()
        self.compare()
        self.read_the_edition()

    def shot(self, name, full=True):
        self.page.evaluate("window.scrollTo(0, 0)")
        self.photograph(self.page, f"lab/{name}", full=full)

    def see(self, *places):
        """Looks at pages of this person, which are then as they were before: light, and as wide as a desk."""
        for place in places:
            self.page.goto(place)
            self.look(self.page, f"collection {place}")
        self.page.emulate_media(color_scheme="light")

    def invite(self):
        self.page.goto("/dispositifs/lab/collectes")
        self.go("Mises à jour de l’année")
        self.collection = self.page.url
        self.go("Inviter un territoire")
        self.fill({"Territoire": "Grenoble-Alpes Métropole", "Contact": "Camille Fictive",
                   "Courriel": "agente@grenoble.example", "Dispositif souhaité": "ARTIS, hôtels d’activités"})
        self.shot("collecte-inviter")
        self.press("Inviter un territoire")
        self.page.goto(self.collection)
        self.go("Inviter à relire")
        self.fill({"Nom": "Dominique Fictif", "Courriel": "responsable@nice.example"})
        self.press("Inviter à relire")
        self.page.goto(self.collection)
        self.reads("Grenoble-Alpes Métropole", "Sans réponse")
        reviewer = self.page.locator("a[href*='/relecteurs/'][href$='/retirer']").first.get_attribute("href")
        request = self.page.locator("main tbody a", has_text="Grenoble-Alpes Métropole").first.get_attribute("href")
        self.see(self.collection, f"{self.collection}/invitations", f"{self.collection}/invitations/nouvelle",
                 f"{self.collection}/relecteurs/nouveau", f"{self.collection}/modifier", reviewer, request,
                 f"{request}/relancer", f"{request}/retirer", "/dispositifs/lab/collectes", "/dispositifs/lab/collectes/nouvelle")
        self.shot("collecte")

    def accept_and_write(self):
        self.page.goto("/fiches-demandees")
        self.page.locator("main tbody a").first.click()
        self.reads("Mises à jour de l’année")
        asked = self.page.url
        self.see(f"{asked}/accepter", f"{asked}/decliner", asked)
        self.go("Accepter et commencer la fiche")
        self.page.get_by_label("Dispositif").select_option(label="ARTIS, hôtels d’activités")
        self.press("Accepter et commencer la fiche")
        self.write("L’espace accueille chaque mois deux ateliers. Ses 4 pratiques : accueillir, essayer, montrer.")
        self.page.goto(SHEET)
        self.page.locator("main tbody a").first.click()
        self.sheet = self.page.url
        self.go("Soumettre à la relecture")
        self.see(self.page.url)
        self.fill({"Un mot": "Le regard opérationnel est à jour."})
        self.press("Soumettre à la relecture")

    def write(self, text):
        self.page.goto(SHEET)
        self.page.locator("main tbody a").first.click()
        self.go("Écrire « Regard opérationnel »")
        self.page.get_by_label("Texte").fill(text)
        self.press("Enregistrer")

    def comment(self):
        self.page.goto("/territoires")
        self.page.locator("main li", has_text="Réseau des territoires du Lab").get_by_role("button").click()
        self.page.goto(self.read_address())
        self.page.locator("a[href*='/remarques/nouvelle?sur=operations']").first.click()
        self.see(self.page.url)
        self.fill({"Remarque": "Quatre sont annoncées, trois suivent.", "Passage cité": "Ses 4 pratiques"})
        self.press("Ajouter une remarque")
        self.reads("Quatre sont annoncées")
        self.page.locator(".remarks", has_text="Quatre sont annoncées").scroll_into_view_if_needed()
        self.photograph(self.page, "lab/remarque", full=False)
        remark = self.page.locator("a[href*='/repondre']").first.get_attribute("href")
        self.see(self.read_address(), remark, remark.replace("repondre", "clore"))

    def read_address(self):
        """Where those who review read the draft: the number of the sheet is that of its own page."""
        number = self.sheet.rsplit("/", 1)[1]
        return f"/collectes/{self.collection.rsplit('/', 1)[1]}/fiches/{number}"

    def send_back(self):
        self.page.goto(self.read_address())
        self.go("Renvoyer pour reprise")
        self.see(self.page.url)
        self.fill({"Raison": "Une remarque sur le regard opérationnel."})
        self.press("Renvoyer pour reprise")

    def revise(self):
        self.write("L’espace accueille chaque mois deux ateliers. Ses trois pratiques : accueillir, essayer, montrer.")
        self.page.goto(self.sheet)
        self.go("Soumettre à la relecture")
        self.press("Soumettre à la relecture")

    def finish_the_review(self):
        self.page.goto(f"{self.read_address()}/changements")
        self.reads("trois pratiques")
        self.shot("changements", full=False)
        self.page.goto(self.read_address())
        self.see(f"{self.read_address()}/changements", f"{self.read_address()}/accepter")
        self.press("Terminer la relecture")

    def validate(self):
        self.page.goto(self.sheet)
        self.go("Valider la fiche")
        self.see(self.page.url)
        self.press("Valider la fiche")

    def publish(self):
        self.page.goto(self.read_address())
        self.go("Publier dans le Lab")
        self.see(self.page.url)
        self.press("Publier dans le Lab")
        self.page.goto("/lab/grenoble-artis")
        self.reads("Ses trois pratiques")
        self.page.goto(self.collection)
        self.shot("collecte-publiee")

    def prepare_an_edition(self):
        self.page.goto("/dispositifs/lab/editions")
        self.reads("Première édition")
        self.see("/dispositifs/lab/editions", "/dispositifs/lab/editions/nouvelle")

    def check(self):
        self.page.goto(f"{self.sheet}/controles")
        self.shot("controles", full=False)

    def compare(self):
        self.page.goto("/lab/comparaison?fiche=grenoble-artis&fiche=toulouse-dare&fiche=lille-ess")
        self.shot("comparaison", full=False)
        self.page.goto("/lab/carte")
        self.shot("carte", full=False)

    def read_the_edition(self):
        self.page.goto("/lab/editions/1")
        self.shot("edition", full=False)
        self.see("/lab/editions", "/lab/editions/1", "/lab/editions/1/grenoble-artis", "/lab/carte")

    def test_four_people_bring_a_sheet_from_the_invitation_to_its_publication(self):
        self.follow()
        for person in [self.network, self.territory, self.reviewer, self.elected]:
            self.assertEqual(person.problems, [])
