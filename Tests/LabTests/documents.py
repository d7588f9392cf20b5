"""Writes documents as people bring them along: documents.py KIND FILE."""
import io
import sys
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TITLE = "Le dispositif"


def link(paragraph, text, address):
    part = paragraph.part.relate_to(address, docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), part)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = text
    run.append(words)
    element.append(run)
    paragraph._p.append(element)


def word():
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_heading("1. CONTEXTE TERRITORIAL", 1)
    paragraph = document.add_paragraph("Le territoire est ")
    paragraph.add_run("très industriel").bold = True
    paragraph.add_run(" et ")
    paragraph.add_run("dense").italic = True
    paragraph.add_run(". Voir ")
    link(paragraph, "le site", "https://exemple.fr/a(b)")
    paragraph.add_run(" ou ")
    link(paragraph, "rien", "javascript:alert(1)")
    document.add_heading("Une histoire", 2)
    document.add_paragraph("# pas un titre, 3 * 4 = 12 <b>")
    document.add_heading("La gouvernance", 1)
    document.add_paragraph("le comité propose", style="List Bullet")
    document.add_paragraph("le bureau décide", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Année", "Aide", "2021", "20 000 €"]):
        cell.text = text
    document.add_heading("Recettes de cuisine", 1)
    document.add_paragraph("Ce qui n’a pas de place.")
    document.add_heading("L’ambition : visions d’élus", 1)
    document.add_heading("Ada Dupont, maire ; présidente", 2)
    document.add_paragraph("Elle y croit.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def long():
    document = docx.Document()
    document.add_heading("Contexte territorial", 1)
    body = document.element.body
    model = document.add_paragraph("mot")._p
    import copy
    for _ in range(9_999):
        body.insert(len(body) - 1, copy.deepcopy(model))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain():
    document = docx.Document()
    document.add_paragraph("Un texte sans aucun titre.")
    document.add_paragraph("Un second paragraphe.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bold():
    document = docx.Document()
    document.add_paragraph().add_run("I – Contexte territorial").bold = True
    document.add_paragraph("Le territoire.")
    document.add_paragraph("Conditions de transférabilité")
    document.add_paragraph("Il faut un pilote.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


ODT = """<?xml version="1.0" encoding="UTF-8"?>{prolog}
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""

BODY = """<text:h text:outline-level="1">II. Présentation de l&apos;action</text:h>
<text:p>Un <text:span text:style-name="T1">label</text:span>, <text:a xlink:href="https://exemple.fr/">ici</text:a>.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>premier</text:p></text:list-item>
<text:list-item><text:p>second</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"""


def odt(body=BODY, prolog="", content=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr("content.xml", content or ODT.format(prolog=prolog, body=body))
    return stream.getvalue()


KINDS = {
    "word": word, "long": long, "plain": plain, "bold": bold, "odt": odt,
    "bomb": lambda: odt(content=b" " * (18 << 20)),
    "entities": lambda: odt(
        body="<text:p>&x;</text:p>", prolog='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    "doc": lambda: bytes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + b"\0" * 4_000,
    "cut": lambda: word()[:9_000],
    "empty": lambda: odt(body="<text:p/>"),
    "text": lambda: b"Bonjour",
}

with open(sys.argv[2], "wb") as target:
    target.write(KINDS[sys.argv[1]]())
