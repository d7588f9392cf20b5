"""Writes tables as people's programs write them: tables.py KIND FILE."""
import datetime
import io
import sys

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

DAY = datetime.date(2022, 6, 16)


def typed(epoch=None):
    """A hidden sheet first, then one where nothing is, then the table."""
    book = openpyxl.Workbook()
    book.active.title = "Listes"
    book.active["A1"] = "caché"
    book.active.sheet_state = "hidden"
    book.create_sheet("Vide")
    sheet = book.create_sheet("Baux")
    if epoch:
        book.epoch = epoch
    sheet.append([])
    sheet.append(["Nom", "Début", "Saisi le", "Surface", "Taux", "Loyer", "Actif", "Calcul"])
    sheet.append(["Coop’Vélo", DAY, datetime.datetime(2022, 6, 16, 14, 30), 120.5, 0.12, 1250, True, "=1/0"])
    sheet["E3"].number_format = "0 %"
    sheet["F3"].number_format = '#,##0.00\\ "€"'
    sheet.append([CellRichText("Les ", TextBlock(InlineFont(b=True), "Ateliers"), " du Nord"), None, None, "#N/A"])
    sheet.row_dimensions[4].hidden = True
    sheet["G5"] = "loin"
    sheet["A6"] = datetime.time(7, 30)
    sheet["B6"] = datetime.timedelta(hours=151, minutes=40)
    sheet["B6"].number_format = "[h]:mm"
    sheet["A7"] = "groupe"
    sheet.merge_cells("A7:A9")
    sheet["C8"] = "dedans"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods():
    document = OpenDocumentSpreadsheet()
    hidden = Style(name="cachee", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    document.spreadsheet.addElement(Table(name="Listes", stylename=hidden))
    table = Table(name="Baux")
    document.spreadsheet.addElement(table)

    def row(*cells, **attributes):
        line = TableRow(**attributes)
        for cell in cells:
            line.addElement(cell)
        table.addElement(line)

    def text(words, **attributes):
        cell = TableCell(valuetype="string", **attributes)
        for word in words.split("\n"):
            cell.addElement(P(text=word))
        return cell

    row(*[text(word) for word in ["Nom", "Début", "Surface", "Taux", "Loyer", "Actif", "Durée"]])
    row(text("Coop’Vélo\nle Sud"), TableCell(valuetype="date", datevalue="2022-06-16"),
        TableCell(valuetype="float", value=120.5), TableCell(valuetype="percentage", value=0.12),
        TableCell(valuetype="currency", currency="EUR", value=1250), TableCell(valuetype="boolean", booleanvalue="true"),
        TableCell(valuetype="time", timevalue="PT07H30M00S"), TableCell(numbercolumnsrepeated=1017))
    row(TableCell(numbercolumnsrepeated=1024), numberrowsrepeated=3)
    row(text("deux fois", numberrowsspanned=2), TableCell(valuetype="date", datevalue="2022-06-16T14:30:00"),
        text("x", numbercolumnsrepeated=3), numberrowsrepeated=2)
    row(CoveredTableCell(), text("fin"))
    row(TableCell(numbercolumnsrepeated=1024), numberrowsrepeated=1048000)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


KINDS = {"typed": typed, "typed1904": lambda: typed(CALENDAR_MAC_1904), "ods": ods}

with open(sys.argv[2], "wb") as target:
    target.write(KINDS[sys.argv[1]]())
