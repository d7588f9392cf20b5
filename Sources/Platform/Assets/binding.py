# A book is set part by part: what was set is drawn at once and let go, so that two hundred pages need no more room than
# twenty. Its front, which says on which page each part begins, is set twice: to learn how many pages it takes, and again
# when all the others are known.
import gc
from cssselect2 import ElementWrapper
from weasyprint.document import Document
from weasyprint.matrix import Matrix
from weasyprint.text.fonts import FontConfiguration

SCALE = 0.75
# As many elements as are set together: enough for what is done once for each time, few enough for their boxes.
TOGETHER = 1500


class Sheet:
    """What all pages of a book draw from."""

    def __init__(self):
        self.fonts = {}
        self.states, self.x_objects, self.patterns, self.shadings = (pydyf.Dictionary() for _ in range(4))
        self.images = {}

    def stream(self, page):
        stream = Stream(
            self.fonts, (0, 0, page.width, page.height), self.states, self.x_objects, self.patterns, self.shadings,
            self.images, True)
        # What the page that it is copied to begins with.
        stream._ctm_stack = [Matrix(d=-1, f=page.height * SCALE)]
        return stream


class Linked:
    """What is kept of a box that leads elsewhere."""

    def __init__(self, box):
        self.element = box.element


class Leaf:
    """A page that is drawn already: its boxes are gone."""

    def __init__(self, page, sheet):
        self.width, self.height, self.bleed = page.width, page.height, page.bleed
        self.bookmarks, self.anchors = page.bookmarks, page.anchors
        self.links = [(kind, target, place, Linked(box)) for kind, target, place, box in page.links]
        stream = sheet.stream(page)
        page.paint(stream, scale=SCALE)
        self.drawn = b"\n".join(pydyf._to_bytes(one) for one in stream.stream)
        self.marked = stream.marked
        self.sheet = sheet
        # A table's head remembers on which stream it was read.
        stream.stream = []

    def paint(self, stream, scale):
        for name in ("states", "x_objects", "patterns", "shadings", "images"):
            getattr(stream, f"_{name}").update(getattr(self.sheet, name))
        stream.stream.append(self.drawn)
        stream.marked.extend(self.marked)


def heaps(parts):
    heap, size = [], 0
    for part in parts:
        heap.append(part)
        size += sum(1 for _ in part.iter())
        if size > TOGETHER:
            yield heap
            heap, size = [], 0
    if heap:
        yield heap


class Binder:
    def __init__(self, html, style):
        self.html, self.style = html, style
        self.root = html.etree_element
        self.main = self.root.find("body/main")
        self.parts = list(self.main)
        self.sheet, self.fonts = Sheet(), FontConfiguration()
        self.pages = {}

    def set(self, parts, offset):
        """The pages of some parts, the first of which follows that many others."""
        self.main[:] = parts
        numbering = weasyprint.CSS(string=f"@page :first {{ counter-reset: page {offset + 1} }}")
        # Selectors see the elements through a tree of their own, which knows only those that were there when it grew.
        self.html.wrapper_element = ElementWrapper.from_html_root(self.root)
        return self.html.render(stylesheets=[self.style, numbering], font_config=self.fonts)

    def leaves(self, parts, offset):
        document = self.set(parts, offset)
        leaves = [Leaf(page, self.sheet) for page in document.pages]
        for index, leaf in enumerate(leaves):
            for anchor in leaf.anchors:
                self.pages.setdefault(anchor, offset + index + 1)
        return document, leaves

    def bind(self):
        front, *others = self.parts
        length = len(self.set([front], 0).pages)
        leaves = []
        for some in heaps(others):
            leaves += self.leaves(some, length + len(leaves))[1]
            # Boxes know each other: only a collection lets them go. What stays is not looked at again.
            gc.collect()
            gc.freeze()
        for link in front.iter("a"):
            if link.get("data-page"):
                link.set("data-page", str(self.pages.get(link.get("href", "")[1:], "")))
        document, first = self.leaves([front], 0)
        self.main[:] = self.parts
        book = Document(first + leaves, document.metadata, self.html.url_fetcher, self.fonts, ("fonts",))
        book.fonts = self.sheet.fonts
        book._html = self.html
        return book.write_pdf(variant="terreau")


def bind(html, style):
    gc.disable()
    try:
        return Binder(html, style).bind()
    finally:
        gc.enable()
