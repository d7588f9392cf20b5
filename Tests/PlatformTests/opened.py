"""Opens a spreadsheet that knows nothing of Terreau's hand: opened.py FILE says its cells as JSON."""
import json
import sys
import zipfile
from xml.etree import ElementTree

from odf import teletype
from odf.opendocument import load
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.text import A

with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith(".xml"):
            ElementTree.fromstring(archive.read(name))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    listed = archive.read("META-INF/manifest.xml").decode()
    assert all(f'"{name}"' in listed for name in archive.namelist() if name not in ("mimetype", "META-INF/manifest.xml"))
    assert "VerticalSplitPosition" in archive.read("settings.xml").decode()

document = load(sys.argv[1])
table = document.spreadsheet.getElementsByType(Table)[0]
assert len(table.getElementsByType(TableHeaderRows)[0].getElementsByType(TableRow)) == 1
rows = []
for row in table.getElementsByType(TableRow):
    cells = []
    for cell in row.getElementsByType(TableCell):
        assert cell.getAttribute("formula") is None
        value = cell.getAttribute("value") or cell.getAttribute("datevalue")
        links = [link.getAttribute("href") for link in cell.getElementsByType(A)]
        words = "\n".join(teletype.extractText(line) for line in cell.childNodes)
        cells.append([cell.getAttribute("valuetype"), cell.getAttribute("currency"), value, words, links])
    rows.append(cells)
print(json.dumps([table.getAttribute("name"), rows]))
