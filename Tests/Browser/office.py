"""Templates as other programs write them, and letters as other programs read them: judges that know nothing of Terreau."""

import io
import zipfile
from xml.etree import ElementTree

import docx
from odf import teletype
from odf.opendocument import OpenDocumentText, load
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P, Span


def docx_template():
    """A field cut in two by a change of dress, one in the header, and a row to repeat."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{territoire}}, {{ Date }}"
    paragraph = document.add_paragraph("À l’attention de ")
    paragraph.add_run("{{loca").bold = True
    paragraph.add_run("taire}}")
    paragraph.add_run(", {{dernier_jour}}.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lot", "Surface"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{#baux}}{{bail_lot}}", "{{bail_surface}}{{/baux}}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def odt_template():
    document = OpenDocumentText()
    bold = Style(name="Gras", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    paragraph = P(text="À l’attention de ")
    paragraph.addElement(Span(stylename=bold, text="{{loca"))
    paragraph.addText("taire}}, {{dernier_jour}}. {{territoire}}, {{ Date }}")
    document.text.addElement(paragraph)
    table = Table()
    for words in [("Lot", "Surface"), ("{{#baux}}{{bail_lot}}", "{{bail_surface}}{{/baux}}")]:
        row = TableRow()
        for word in words:
            cell = TableCell()
            cell.addElement(P(text=word))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def words(path):
    """All the words of a letter, its header and its tables, once the file is found sound."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        first = archive.infolist()[0]
        if "mimetype" in archive.namelist():
            assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    if str(path).endswith(".odt"):
        document = load(path)
        return "\n".join(
            teletype.extractText(part) for part in [*document.text.childNodes, *document.masterstyles.childNodes])
    document = docx.Document(path)
    parts = [document, *(part for section in document.sections for part in [section.header, section.footer])]
    return "\n".join(
        [paragraph.text for part in parts for paragraph in part.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells])


def bold_words(path):
    """What a DOCX letter shows in bold."""
    return [run.text for paragraph in docx.Document(path).paragraphs for run in paragraph.runs if run.bold and run.text]
