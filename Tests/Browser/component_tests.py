"""Every component as it is used: from the keyboard, without script, on a lost connection, very large, in print."""

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from visitor import PHOTOGRAPHS, BrowserCase

STYLE = PHOTOGRAPHS / "style"
STYLE.mkdir(exist_ok=True)
EVERY = Path(tempfile.mkdtemp(prefix="terreau-style-"))
CHAPTERS = ["identite", "textes", "fiche", "reperes", "graphiques", "liste?size=20", "formulaire", "grille", "planche"]


class ComponentTests(BrowserCase):
    def overflow(self, page):
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def test_every_component_at_three_widths_in_light_and_in_the_dark_and_printed(self):
        page = self.visit("agente")
        for chapter in CHAPTERS:
            page.goto(f"/style/{chapter}")
            name = re.sub(r"\W.*", "", chapter)
            for details in page.locator("details").all():
                details.evaluate("details => details.open = true")
            self.look(page, f"style {name}")
            for width in [360, 768, 1280]:
                page.set_viewport_size({"width": width, "height": 800})
                for dark in [False, True]:
                    page.emulate_media(color_scheme="dark" if dark else "light", media="screen")
                    self.assertLessEqual(self.overflow(page), 0, f"{name} is wider than {width} pixels")
                    # The guide keeps one of each; the others are there to be looked at after a change.
                    folder = STYLE if (width, dark) in [(360, False), (768, True), (1280, False)] else EVERY
                    page.screenshot(path=folder / f"{name}-{width}{'-sombre' if dark else ''}.png", full_page=True)
            page.emulate_media(color_scheme="light", media="print")
            file = EVERY / f"{name}.pdf"
            page.pdf(path=file, format="A4")
            subprocess.run(["pdftoppm", "-r", "60", "-png", "-f", "1", "-l", "1", "-singlefile", file,
                            STYLE / f"{name}-imprime"], check=True)
            file.unlink()
        self.assertEqual(page.problems, [])

    def test_at_four_times_the_size_nothing_overlaps_and_nothing_is_lost(self):
        # 1 280 pixels at 400 % leave 320 by 256 (WCAG 2.1, 1.4.10).
        page = self.visit("agente")
        page.set_viewport_size({"width": 320, "height": 256})
        for path in ["/", "/baux", "/sites/1", "/lots/1/baux/nouveau", "/sites/1/lots/plusieurs",
                     *(f"/style/{chapter}" for chapter in CHAPTERS)]:
            page.goto(path)
            self.assertLessEqual(self.overflow(page), 0, f"{path} scrolls sideways at 400 %")
            overlapping = page.evaluate(OVERLAPS)
            self.assertEqual(overlapping, [], path)

    def test_without_our_fonts_and_with_letters_spaced_out_nothing_is_cut(self):
        # WCAG 2.1, 1.4.12; and a browser that has none of the fonts that we ask for.
        page = self.visit("agente")
        for path in ["/baux", "/style/fiche", "/style/formulaire", "/style/planche"]:
            page.goto(path)
            page.evaluate("""() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(`* { font-family: "DejaVu Sans Mono", monospace !important; letter-spacing: .12em !important;
                                       word-spacing: .16em !important; line-height: 1.5 !important; }`);
                document.adoptedStyleSheets = [sheet];
            }""")
            for width in [360, 1280]:
                page.set_viewport_size({"width": width, "height": 800})
                self.assertLessEqual(self.overflow(page), 0, f"{path} at {width}")
                self.assertEqual(page.evaluate(OVERLAPS), [], path)

    def test_the_slash_leads_to_the_search_box_whose_proposals_the_arrows_choose(self):
        page = self.visit("agente")
        page.goto("/sites/1")
        page.keyboard.press("/")
        self.assertEqual(page.evaluate("document.activeElement.id"), "search")
        page.keyboard.type("coop")
        page.locator("#search + .proposals [role=option]").first.wait_for()
        self.look(page, "search proposals")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.keyboard.press("ArrowDown")
        chosen = page.locator("#search + .proposals [aria-selected=true]")
        self.assertEqual(page.get_by_role("combobox", name="Rechercher une fiche").get_attribute("aria-activedescendant"),
                         chosen.get_attribute("id"))
        title = chosen.locator("b").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/(baux|annuaire/organisations)/\d+"))
        self.assertEqual(page.locator("h1").inner_text(), title)
        # In a field it is a slash like any other; and who wants it to be nothing else turns it off.
        page.goto("/lots/1/baux/nouveau")
        page.get_by_label("Premier jour").fill("")
        page.get_by_label("Premier jour").press("/")
        self.assertEqual(page.get_by_label("Premier jour").input_value(), "/")
        page.goto("/compte")
        page.get_by_role("button", name="La touche / mène à la recherche").click()
        page.keyboard.press("/")
        self.assertNotEqual(page.evaluate("document.activeElement.id"), "search")

    def test_an_organisation_is_picked_with_the_keyboard_and_escape_closes_the_list(self):
        page = self.visit("agente")
        page.goto("/lots/18/baux/nouveau")
        field = page.get_by_label("Locataire")
        field.focus()
        page.keyboard.type("coop")
        page.locator("#field-tenant + .proposals [role=option]").first.wait_for()
        page.keyboard.press("Escape")
        self.assertFalse(page.locator("#field-tenant + .proposals").is_visible())
        page.keyboard.press("ArrowDown")
        page.locator("#field-tenant + .proposals [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        self.assertEqual(field.input_value(), "Coop’Vélo (fictif)")
        self.assertEqual(page.locator("h1").inner_text(), "Nouveau bail", "the form was not sent")

    def test_what_was_typed_survives_a_lost_connection_and_a_closed_window(self):
        page = self.visit("agente", territory="toulouse")
        # This session is closed at the end: nobody else is to find it.
        del self.signed_in["agente", "toulouse"]
        page.goto("/sites/nouveau")
        page.get_by_label("Nom").fill("Site du tunnel")
        page.context.set_offline(True)
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("rien n’est perdu", page.locator(".offline").inner_text())
        self.assertEqual(page.get_by_label("Nom").input_value(), "Site du tunnel")
        page.context.set_offline(False)
        # The window is closed; tomorrow it is still there, for this reader.
        state = page.context.storage_state()
        again = self.browser.new_context(base_url=self.demo.address, storage_state=state, locale="fr-FR").new_page()
        again.goto("/sites/nouveau")
        self.assertIn("Un brouillon du", again.locator(".draft").inner_text())
        again.get_by_role("button", name="Le reprendre").click()
        self.assertEqual(again.get_by_label("Nom").input_value(), "Site du tunnel")
        again.get_by_label("Commune").fill("Fontaine")
        again.get_by_role("button", name="Enregistrer").click()
        again.wait_for_url(re.compile(r"/sites/\d+"))
        again.goto("/sites/nouveau")
        self.assertEqual(again.locator(".draft").count(), 0, "what has arrived is no draft")
        again.get_by_label("Nom").fill("Encore un")
        again.wait_for_timeout(500)
        again.get_by_role("button", name="Se déconnecter").click()
        self.assertEqual(again.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft')).length"), 0)
        again.context.close()

    def test_a_draft_outlives_an_answer_that_could_not_be_given_and_never_undoes_a_colleague(self):
        page = self.visit("agente")
        page.goto("/lots/6/modifier")
        page.get_by_label("Lot", exact=True).fill("Atelier 6 bis")
        page.route("**/lots/6", lambda route: route.fulfill(
            status=503, content_type="text/html", body="<!doctype html><title>x</title><main data-failed>closed</main>"))
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_text("closed").wait_for()
        page.unroute("**/lots/6")
        colleague = self.visit("responsable")
        colleague.goto("/lots/6/modifier")
        colleague.get_by_label("Surface", exact=True).fill("999")
        colleague.get_by_role("button", name="Enregistrer").click()
        page.goto("/lots/6/modifier")
        page.get_by_role("button", name="Le reprendre").click()
        self.assertEqual(page.get_by_label("Lot", exact=True).input_value(), "Atelier 6 bis")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("Enregistré entre-temps : 999", page.locator("main").inner_text().replace("\u00a0", " "))

    def test_what_is_typed_after_a_choice_is_what_counts(self):
        page = self.visit("agente")
        page.goto("/")
        page.locator("#search").focus()
        page.keyboard.type("ateli")
        page.locator("#search ~ .proposals [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("er nulle part")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recherche?q=*")
        self.assertIn("Rien ne porte ce nom", page.locator("main").inner_text())
        page.goto("/lots/18/baux/nouveau")
        page.get_by_label("Locataire").fill("Papiers")
        page.get_by_label("Catégorie à la signature").select_option("artisan")
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_role("radio", name="Papiers et Cie (fictif)", exact=True).check()
        self.look(page, "which organisation")
        page.get_by_label("Locataire", exact=True).fill("Bois et Liens (fictif)")
        self.assertTrue(page.get_by_role("radio", name="Le nom tapé ci-dessous").is_checked())

    def test_a_form_over_the_page_keeps_what_was_typed_when_the_network_goes(self):
        page = self.visit("agente")
        page.goto("/baux/4")
        page.get_by_role("link", name="Terminer le bail").dblclick()
        page.get_by_role("dialog").first.wait_for()
        page.wait_for_timeout(300)
        self.assertEqual(page.get_by_role("dialog").count(), 1)
        page.get_by_role("dialog").get_by_label("Dernier jour").fill("31/12/2029")
        page.context.set_offline(True)
        page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
        self.assertIn("rien n’est perdu", page.get_by_role("dialog").locator(".offline").inner_text())
        page.context.set_offline(False)

    def test_a_range_of_a_spreadsheet_is_pasted_into_the_grid(self):
        page = self.visit("agente")
        page.goto("/sites/1/lots/plusieurs")
        page.get_by_label("Ligne 2, Lot").focus()
        page.evaluate("""() => {
            const data = new DataTransfer();
            data.setData("text/plain", "Bureau 21\\tBureau\\t\\t18,5\\r\\nBureau 22\\tatelier\\tEntreprise artisanale\\t20\\r\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""")
        self.assertEqual(page.get_by_label("Ligne 3, Lot").input_value(), "Bureau 22")
        self.assertEqual(page.get_by_label("Ligne 3, Type de local").input_value(), "workshop")
        self.assertEqual(page.get_by_label("Ligne 2, Surface", exact=True).input_value(), "18,5")
        self.photograph(page, "lots-plusieurs")
        # With its headings, in any order; a word that nobody knows is not lost on the way to being refused.
        page.get_by_label("Ligne 5, Lot").focus()
        page.evaluate("""() => {
            const data = new DataTransfer();
            data.setData("text/plain", "Surface\\tLot\\tDestiné à\\tType de local\\r\\n12\\tBureau 25\\tArtisans du bois\\tBureau\\r\\n");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""")
        self.assertEqual(page.get_by_label("Ligne 5, Lot").input_value(), "Bureau 25")
        self.assertEqual(page.get_by_label("Ligne 5, Surface", exact=True).input_value(), "12")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("dans la nomenclature du dispositif", page.locator("td.wrong").inner_text())
        page.get_by_label("Ligne 5, Destiné à").select_option("artisan")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**/sites/1?count=3*")
        self.assertIn("Bureau 22", page.get_by_role("table", name="Les lots au").inner_text())

    def test_without_script_a_pasted_table_says_what_is_wrong_in_each_cell(self):
        page = self.visit("agente", script=False)
        page.goto("/sites/1/lots/plusieurs")
        page.get_by_label("Coller un tableau").fill("Lot\tType de local\tSurface\nBureau 31\tBureau\tvaste\nBureau 32\tBureau\t12")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("Un champ est à corriger", page.locator(".errors").inner_text())
        page.locator(".errors a").click()
        page.get_by_label("Ligne 1, Surface", exact=True).fill("30")
        page.get_by_role("button", name="Enregistrer").click()
        self.assertIn("Bureau 31", page.get_by_role("table", name="Les lots au").inner_text())

    def test_a_short_form_opens_over_the_page_and_gives_the_focus_back(self):
        page = self.visit("agente")
        page.goto("/baux/3")
        link = page.get_by_role("link", name="Terminer le bail")
        link.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Terminer le bail")
        dialog.wait_for()
        self.look(page, "dialog")
        self.assertTrue(page.evaluate("document.activeElement.id === 'field-day'"))
        page.keyboard.press("Escape")
        self.assertEqual(dialog.count(), 0)
        self.assertTrue(link.evaluate("link => link === document.activeElement"))
        page.set_viewport_size({"width": 1280, "height": 800})
        page.keyboard.press("Enter")
        page.get_by_role("dialog").get_by_label("Dernier jour").fill("hier ?")
        page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
        # What is wrong is said on the form's own page.
        self.assertEqual(page.get_by_label("Dernier jour").input_value(), "hier ?")
        self.assertIn("Une date est attendue", page.locator(".error").inner_text())

    def test_lines_are_ticked_with_shift_and_ended_and_brought_back(self):
        page = self.visit("agente")
        page.goto("/baux?state=running&sort=tenant")
        boxes = page.locator(".pick")
        boxes.nth(1).check()
        boxes.nth(4).click(modifiers=["Shift"])
        self.assertEqual(page.locator(".bulk output").inner_text(), "4 fiches choisies")
        self.photograph(page, "baux-choisis", full=False)
        page.get_by_role("button", name="Terminer les baux").click()
        self.assertIn("4 baux", page.get_by_role("button", name="Terminer les baux").inner_text())
        self.look(page, "bulk check")
        page.set_viewport_size({"width": 1280, "height": 800})
        self.photograph(page, "baux-terminer")
        page.get_by_label("Dernier jour").fill("31/12/2027")
        page.get_by_role("button", name="Terminer les baux").click()
        self.assertIn("(4 fois)", page.locator(".notice").inner_text())
        self.look(page, "bulk done")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.locator(".notice").get_by_role("button", name="Annuler").click()
        self.assertIn("Action groupée annulée", page.locator(".notice").inner_text())
        # Back, and the same form sent again: what was done once is not done twice, and the answer is the same.
        page.go_back()
        page.go_back()
        self.assertEqual(page.locator("h1").inner_text(), "Terminer les baux")
        page.get_by_role("button", name="Terminer les baux").click()
        page.wait_for_url(re.compile("/baux.*undo="))
        page.goto("/baux?state=running&sort=tenant")
        self.assertNotIn("31/12/2027", page.locator("table").inner_text())

    def test_ten_thousand_lines_are_chosen_with_one_box_without_script(self):
        page = self.visit("agente", script=False)
        page.goto("/style/liste")
        page.get_by_label("Tout ce que montre ce filtre").check()
        page.get_by_role("button", name="Montrer le choix").click()
        self.assertIn("10\u202f000 dossiers", page.locator("main").inner_text())

    def test_columns_and_order_are_chosen_and_the_view_is_kept_and_shared(self):
        page = self.visit("agente", script=False)
        page.goto("/baux")
        page.locator(".tools summary").click()
        page.locator(".tools").get_by_label("Surface", exact=True).uncheck()
        page.locator(".tools").get_by_label("Catégorie à la signature").uncheck()
        page.get_by_label("Trier par").select_option("tenant")
        page.get_by_role("button", name="Appliquer").click()
        self.assertEqual(page.locator("thead th a[href]").count(), 3)
        self.assertNotIn("Surface", page.locator("thead").inner_text())
        page.get_by_role("link", name="Enregistrer cette vue").click()
        page.get_by_label("Nom de la vue").fill("Sans les surfaces")
        page.get_by_label("La partager").check()
        page.get_by_role("button", name="Enregistrer cette vue").click()
        self.assertIn("Vue enregistrée", page.locator(".notice").inner_text())
        colleague = self.visit("responsable")
        colleague.goto("/baux")
        colleague.get_by_role("link", name="Sans les surfaces").click()
        self.assertNotIn("Surface", colleague.locator("thead").inner_text())
        self.look(colleague, "saved view")
        colleague.set_viewport_size({"width": 1280, "height": 800})
        self.photograph(colleague, "baux-vue")

    def test_a_card_is_dragged_or_moved_from_the_keyboard_or_without_script(self):
        for script in [True, False]:
            page = self.visit("agente", script=script)
            page.goto("/style/planche")
            if script:
                page.locator("#card-1").drag_to(page.locator("[data-stage=decided]"))
            else:
                page.get_by_label("Déplacer « Coop’Vélo (fictif) » vers").select_option("decided")
                page.locator("#card-1").get_by_role("button", name="Déplacer").press("Enter")
            page.wait_for_url(re.compile("card=1&stage=decided"))
            self.assertEqual(page.locator("[data-stage=decided] #card-1").count(), 1)

    def test_the_menu_of_a_phone_opens_and_closes_without_script(self):
        page = self.visit("agente", width=360, script=False)
        page.goto("/sites")
        self.assertFalse(page.locator(".menu").is_visible())
        page.get_by_role("link", name="Menu", exact=True).click()
        self.photograph(page, "menu-telephone", full=False)
        page.locator(".menu").get_by_role("link", name="Organisations").click()
        self.assertEqual(page.locator("h1").inner_text(), "Organisations")
        page.get_by_role("link", name="Menu", exact=True).click()
        page.get_by_role("link", name="Fermer le menu").click()
        self.assertFalse(page.locator(".menu").is_visible())

    def test_a_file_on_its_way_says_how_far_it_has_come(self):
        page = self.visit("administration", territory="toulouse")
        page.goto("/territoire/logo")
        page.evaluate("""() => new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
            if (node.tagName === "PROGRESS") window.sawProgress = node.getAttribute("aria-label"); })))
            .observe(document.querySelector("form.entry"), {childList: true})""")
        page.get_by_label("Logo").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"nothing"})
        page.get_by_role("button", name="Enregistrer").click()
        page.locator(".error").wait_for()
        self.assertIn("PNG", page.locator(".error").inner_text())
        self.assertEqual(page.evaluate("window.sawProgress"), "Envoi du fichier")

    def test_a_date_in_figures_is_said_back_in_words(self):
        page = self.visit("agente")
        page.goto("/lots/18/baux/nouveau")
        page.get_by_label("Premier jour").fill("16/06/2022")
        self.assertEqual(page.locator("#field-start + .echo").inner_text(), "jeudi 16 juin 2022")
        page.get_by_label("Premier jour").fill("31/06/2022")
        self.assertEqual(page.locator("#field-start + .echo").inner_text(), "")

    def test_ma_journee_on_a_desk_and_on_a_phone(self):
        for width, name in [(1280, "ma-journee"), (360, "ma-journee-telephone")]:
            page = self.visit("responsable", width=width)
            page.goto("/")
            self.assertIn("À faire bientôt", page.locator("main").inner_text())
            self.photograph(page, name)


# Controls and pieces of text whose boxes cover each other, though neither holds the other.
OVERLAPS = """() => {
  const shown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !element.closest(".unseen, .skip, svg, dialog, .proposals") && getComputedStyle(element).position !== "absolute";
  // What is scrolled out of its box covers nothing.
  const seen = element => {
    let {left, top, right, bottom} = element.getBoundingClientRect();
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowY === "visible" || box === document.body || box === document.documentElement) continue;
      const edge = box.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return {left, top, right, bottom};
  };
  const boxes = [...document.querySelectorAll("a, button, input, select, textarea, h1, h2, h3, label, legend, summary")]
    .filter(shown).filter(element => !element.closest(".bulk") && element.getClientRects().length)
    .map(element => [element, seen(element)]).filter(([, box]) => box.right - box.left > 1 && box.bottom - box.top > 1);
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length && found.length < 5; j++) {
    const [[a, first], [b, second]] = [boxes[i], boxes[j]];
    if (a.contains(b) || b.contains(a)) continue;
    const wide = Math.min(first.right, second.right) - Math.max(first.left, second.left);
    const high = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
    if (wide > 2 && high > 6) found.push([a.outerHTML.slice(0, 120), b.outerHTML.slice(0, 120)]);
  }
  return found;
}"""


if __name__ == "__main__":
    unittest.main()
