"""Reads a calendar as calendar programs do: calendar_read.py FILE says as JSON what icalendar found in it, once libical, which
GNOME, KDE and Zimbra read with, has found nothing wrong."""
import ctypes
import json
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    content = file.read()
assert content.endswith(b"\r\n")
for line in content[:-2].split(b"\r\n"):
    assert 0 < len(line) <= 75 and b"\r" not in line and b"\n" not in line, line
    line.decode()

libical = ctypes.CDLL("libical.so.3")
libical.icalparser_parse_string.restype = ctypes.c_void_p
libical.icalcomponent_as_ical_string.restype = ctypes.c_char_p
component = ctypes.c_void_p(libical.icalparser_parse_string(content))
assert component.value and libical.icalrestriction_check(component) == 1
# What it cannot read it leaves out or marks as an error.
names = lambda text: [line.split(b":")[0].split(b";")[0] for line in text.replace(b"\r\n ", b"").split(b"\r\n")]
assert names(libical.icalcomponent_as_ical_string(component)) == names(content)

calendars = icalendar.Calendar.from_ical(content.decode(), multiple=True)
assert len(calendars) == 1
calendar = calendars[0]
assert not calendar.errors, calendar.errors


def said(value):
    if hasattr(value, "dt"):
        return str(value.dt)
    if isinstance(value, (list, tuple)):
        return [said(one) for one in value]
    return str(value)


events = []
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    events.append({name: said(event[name]) for name in event})
print(json.dumps({"name": said(calendar["NAME"]), "zones": [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")], "events": events}))
