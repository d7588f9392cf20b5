"""Reads cards as an address book does: cards.py FILE says what vobject found in it, as JSON."""
import json
import sys

import vobject

with open(sys.argv[1], "rb") as file:
    content = file.read()
assert content.endswith(b"\r\n")
for line in content[:-2].split(b"\r\n"):
    assert 0 < len(line) <= 75 and b"\r" not in line and b"\n" not in line, line
    line.decode()


def said(value):
    if isinstance(value, vobject.vcard.Name):
        return [value.family, value.given, value.additional, value.prefix, value.suffix]
    if isinstance(value, vobject.vcard.Address):
        return [value.box, value.extended, value.street, value.city, value.region, value.code, value.country]
    return value


cards = []
for card in vobject.readComponents(content.decode()):
    assert card.version.value == "4.0" and card.fn.value
    cards.append({line.name: [said(line.value), dict(line.params)] for line in card.getChildren()})
print(json.dumps(cards))
