"""A record of each kind, entered through the API like anybody's, and tables sent from a page, for the tests that look at every page."""

import json
import time
import urllib.request


def api(demo):
    """Enters through the API what a test needs and does not look at."""
    def post(path, **fields):
        request = urllib.request.Request(
            f"{demo.address}/api/v1{path}", json.dumps(fields).encode(),
            {"Authorization": f"Bearer {demo.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    return post


def enter(demo, page):
    """What a walk through links from the first site would not come to is returned, as addresses."""
    post = api(demo)

    def send(list, table):
        """A table that is brought in: where it is read, once it was, and where its columns are told."""
        page.goto(f"{list}/import")
        page.locator("input[type=file]").set_input_files({"name": "essais.csv", "mimeType": "text/csv", "buffer": table.encode()})
        with page.expect_navigation():
            page.locator("main").get_by_role("button").last.click()
        run = page.url.split("?")[0]
        for _ in range(300):
            if page.locator("main").get_by_text("À vérifier").count():
                run = run[run.index("/imports"):]
                return [run, f"{list}/import/{run.split('/')[-1]}/colonnes"]
            time.sleep(.1)
            page.goto(run)
        raise AssertionError(f"{list}: the table was never read")

    programme = "/dispositifs/un-de-chaque"
    settings = f"{programme}/configuration"
    post("/dispositifs", name="Un de chaque", isPublic=True)
    post(f"{settings}/nomenclatures/entrees", label="Catégories", use="tenant-categories")
    post(f"{settings}/nomenclatures/categories/valeurs/entrees", label="Artisans")
    post(f"{settings}/objectifs/entrees", label="Accueillir")
    post(f"{settings}/composition/entrees", label="Comité")
    post(f"{settings}/composition/comite/sieges/entrees", label="Ville", votes=True)
    post(f"{settings}/composition/comite/sieges/entrees", label="Chambre", votes=True)
    post(f"{settings}/regles-des-locaux/enregistrement", admissionBody="comite", rentTerm="month", endingDays=90,
         vacantDays=120)
    post(f"{settings}/baremes/entrees", label="Barème", **{"from": "2020-01-01"})
    post(f"{settings}/baremes/bareme/tarifs/entrees", category="artisans", rate=10)
    tenant = "Menuiserie des Essais (fictif)"
    post(f"{programme}/instances/comite/sieges/ville/mandats", organisation="Ville des Essais (fictif)", start="2026-01-01")
    site = f"/sites/{post('/sites', programme='un-de-chaque', name='Site des essais', municipality='Fontaine')['id']}"
    lot = post(f"{site}/lots", name="Atelier", kind="workshop", area=40, destination="artisans")["id"]
    for state in ["favourable", "deferred"]:
        application = post(f"{programme}/candidatures", organisation=tenant, category="artisans", activity="Menuiserie.",
                           received="2026-01-01")["id"]
        post(f"/candidatures/{application}/avis", verdict=state, day="2026-01-02", present=1, reason="Dossier complet.")
        if state == "favourable":
            post(f"/lots/{lot}/baux", tenant=tenant, category="artisans", start="2026-02-01")
    post(f"{site}/charges", label="Fluides", year=2026, amount=100)
    post(f"{site}/emplois", tenant=tenant, day="2026-03-01", total=2)
    post(f"{site}/adherents", member=tenant, **{"from": "2026-03-01"})
    post(f"{programme}/devenir/saisies", **{"0.organisation": tenant, "0.status": "active", "0.day": "2026-04-01"})
    plan = post(f"{programme}/plans", name="Plan des essais", year=2026)["id"]
    for state in ["next", "in-progress", "done"]:
        post(f"{programme}/actions", title=f"Une action ({state})", state=state, plan=plan)
    post(f"{programme}/partenaires", organisation="Partenaire des Essais (fictif)")
    post(f"{programme}/livrables", name="Un livrable", isPublic=True)
    post(f"{programme}/distinctions", name="Une distinction")
    post(f"{settings}/indicateurs/entrees", label="Baux", unit="number", rounding=0, formula={"count": "lease"},
         breakdowns="category", public=True)
    post(f"{settings}/cibles/entrees", label="Deux baux", indicator="baux", kind="minimum", low=2)
    post(f"{settings}/cibles/deux-baux/jalons/entrees", day="2026-06-30", value=1)
    post(f"{programme}/indicateurs/baux/previsions", day="2030-12-31", value=3, source="Le comité")
    post(f"{programme}/chiffres", label="Baux signés", key="essais.baux", document="Bilan, 2026", quotation="deux baux",
         value=2, unit="number", counted="baux", qualifier="exact", kind="operational", indicator="baux")
    post(f"{programme}/controles", label="Au moins un bail", key="un-bail", equation="[baux] >= 1")
    for title in ["Un dossier émis", "Un projet"]:
        pack = post(f"{programme}/dossiers-de-pilotage", title=title, body="comite", to="2026-06-30", public=True,
                    comment="Bon semestre.", decisions="- Continuer", **{"from": "2026-01-01"})
        if title == "Un dossier émis":
            post(f"{programme}/dossiers-de-pilotage/{pack['id']}/emission", version=pack["version"])
    post("/annuaire/perimetres", name="Périmètre des essais", key="essais", kind="city", municipalities="Fontaine")
    # Somebody is invited by mail, and somebody who is here already is told on their page.
    for email in ["referente@essais.example", "partenaire@grenoble.example"]:
        person = post("/annuaire/personnes", givenName="Mila", familyName="des Essais (fictive)")["id"]
        post(f"/annuaire/personnes/{person}/referents", email=email, name="Une référente", **{"from": "2026-01-01"})
    post(f"/annuaire/personnes/{person}/demandes", kind="access")
    post(f"{settings}/finalites/entrees", label="Accompagner vers l’emploi", basis="public-task", months=24, noticeDays=30)
    imports = [*send("/annuaire/organisations", "Nom;Commune\nMenuiserie des Essai (fictif);Fontaine\n;Fontaine\n"),
               *send("/annuaire/personnes", "Nom;Prénom\ndes Essais (fictive);Mila\n"),
               *send(f"/plans/{plan}", "Action;État\nUne autre action;à venir\n"),
               *send("/annuaire/services", "Nom;Structure;Description\nAtelier CV;Menuiserie des Essais (fictif);Écrire.\n"),
               *send("/annuaire/personnes/fonctions", "Nom;Prénom;Structure\ndes Essais (fictive);Mila;Personne\n"),
               *send(f"{site}/lots", "Lot;Type;Surface\nBureau des essais;Bureau;12\n"),
               *send(f"{site}/baux", "Lot;Locataire;Début\nNulle part;Menuiserie des Essais (fictif);01/01/2026\n")]
    with urllib.request.urlopen(f"{demo.address}{settings}/document") as answer:
        document = answer.read().decode()
    post(f"{settings}/brouillons", document=document.replace('"rate": 10', '"rate": 12'))
    return [f"{site}/{list}" for list in ["charges", "emplois", "adherents"]] + [
        "/travaux", "/registre/demandes", *imports, f"{imports[0]}/lignes?state=doubtful", f"{programme}/indicateurs/baux/fiches", f"{programme}/dossiers-de-pilotage/{pack['id']}"]
