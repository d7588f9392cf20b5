# Reads pages and writes documents until its input ends: a length of four bytes, then as many; in an answer the first of
# them says whether the rest is a document or what went wrong. The first page is the style sheet of all those that follow.
# It fetches nothing: what a page shows is in the page.
import logging
import resource
import struct
import sys

SVG = "{http://www.w3.org/2000/svg}"
LETTERS = "Linux Biolinum O, Noto Sans, DejaVu Sans, sans-serif"
LONG = 24
MEMORY = 1 << 30
ENOUGH = 400 << 10


def only_what_was_handed_over(address, *_, **__):
    if address.startswith("data:"):
        return weasyprint.default_url_fetcher(address)
    raise ValueError("nothing is fetched")


def caption(root):
    """Gives drawings the page's letters, and as their title what the page calls them by."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    for drawing in root.iter(SVG + "svg"):
        drawing.set("font-family", LETTERS)
        names = [named[one] for one in drawing.get("aria-labelledby", "").split() if one in named]
        said = drawing.get("aria-label") or " ".join("".join(name.itertext()) for name in names)
        if said:
            drawing.insert(0, drawing.makeelement(SVG + "title", {}))
            drawing[0].text = said


def loosen(root):
    """Lets the longest words break: one alone would push a table over the edge of the paper."""
    for cell in root.iter():
        if cell.tag in ("th", "td") and any(len(word) > LONG for word in "".join(cell.itertext()).split()):
            cell.set("class", f"{cell.get('class', '')} long")


def document(page, sheet):
    html = weasyprint.HTML(string=page, url_fetcher=only_what_was_handed_over)
    caption(html.etree_element)
    loosen(html.etree_element)
    if not weasyprint.__version__.startswith("57."):
        return html.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    Drawing.marks = Marks(html.etree_element)
    if html.etree_element.find("body").get("class") == "book":
        return bind(html, sheet)
    return html.write_pdf(stylesheets=[sheet], variant="terreau")


def read(reading):
    length = reading.read(4)
    return reading.read(struct.unpack(">I", length)[0]).decode() if len(length) == 4 else None


def serve(reading, writing):
    sheet = weasyprint.CSS(string=read(reading), url_fetcher=only_what_was_handed_over)
    while (page := read(reading)) is not None:
        try:
            answer = b"\0" + document(page, sheet)
        except Exception as fault:
            answer = b"\1" + f"{type(fault).__name__}: {fault}".encode()
        writing.write(struct.pack(">I", len(answer)) + answer)
        writing.flush()
        # What it remembers of fonts grows with every page: at some point it is cheaper to begin again.
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > ENOUGH:
            return


logging.disable(logging.CRITICAL)
try:
    import weasyprint
except (ImportError, OSError):
    sys.exit(69)
if weasyprint.__version__.startswith("57."):
    exec(TAGGING, globals())
    exec(BINDING, globals())
    install()
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
serve(sys.stdin.buffer, sys.stdout.buffer)
