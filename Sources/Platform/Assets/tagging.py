# WeasyPrint 57 tags no picture, gives headings of rows and columns no scope, leaves out empty cells and begins every
# table and section anew on each page. A reader who listens to the document needs all of that: this draws the same pages
# and writes a tag tree of its own. Later releases have one that will do.
import pydyf
from weasyprint import draw, pdf as pdf_module
from weasyprint.pdf.metadata import add_metadata
from weasyprint.pdf.stream import Stream

ROLES = {
    "p": "P", "pre": "P", "address": "P", "summary": "P", "figcaption": "P", "blockquote": "BlockQuote",
    "section": "Sect", "article": "Art", "ul": "L", "ol": "L", "dl": "L", "table": "Table", "caption": "Caption",
    "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "img": "Figure",
    SVG + "svg": "Figure",
} | {f"h{level}": f"H{level}" for level in range(1, 7)}
# These hold other elements; words that stand in them directly are put in a paragraph.
GROUPS = {"Document", "Sect", "Art", "BlockQuote", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"}


def alternative(element):
    """What is said instead of a picture; nothing for one that only decorates."""
    title = element.find(SVG + "title")
    return element.get("alt") if element.tag == "img" else title is not None and title.text


class Marks:
    """Which words of which element were drawn, page by page, in the order of drawing."""

    def __init__(self, root):
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.heads = {}

    def lineage(self, element):
        while element is not None:
            yield element
            element = self.parents.get(element)

    def is_artifact(self, stream, box):
        # Words of a margin belong to no element.
        if box.element is None:
            return True
        for ancestor in self.lineage(box.element):
            if ancestor.get("aria-hidden") == "true":
                return True
            # A table's head is read once, however many pages repeat it.
            if ancestor.tag == "thead" and self.heads.setdefault(ancestor, stream) is not stream:
                return True
        return ROLES.get(box.element.tag) == "Figure" and not alternative(box.element)


class Tree:
    def __init__(self, pdf, marks):
        self.pdf = pdf
        self.marks = marks
        self.nodes = {}
        self.numbers = pydyf.Array()
        parent_tree = self.add({"Nums": self.numbers})
        self.root = self.add({"Type": "/StructTreeRoot", "ParentTree": parent_tree.reference, "K": pydyf.Array()})
        self.document = self.child(self.root, "Document")
        pdf.catalog["StructTreeRoot"] = self.root.reference

    def add(self, values):
        values = pydyf.Dictionary(values)
        self.pdf.add_object(values)
        return values

    def object(self, reference):
        return self.pdf.objects[int(reference.split()[0])]

    def child(self, parent, role, element=None):
        node = self.add({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference, "K": pydyf.Array()})
        parent["K"].append(node.reference)
        if element is not None:
            self.describe(node, role, element)
        return node

    def describe(self, node, role, element):
        if element.get("lang") and element.tag != "html":
            node["Lang"] = pydyf.String(element.get("lang"))
        if role == "Figure":
            node["Alt"] = pydyf.String(alternative(element))
        if role in ("TH", "TD"):
            traits = pydyf.Dictionary({"O": "/Table"})
            for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                if element.get(name, "1").isdigit() and int(element.get(name, "1")) > 1:
                    traits[key] = int(element.get(name))
            if role == "TH":
                scopes = {"row": "/Row", "rowgroup": "/Row"}
                traits["Scope"] = scopes.get(element.get("scope"), "/Column")
            node["A"] = traits
        if role == "L" and element.tag == "ol":
            node["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Decimal"})

    def node(self, element):
        """Where this element's content goes: its own place, or that of the nearest element that has one."""
        if element is None:
            return self.document
        if element not in self.nodes:
            self.nodes[element] = self.place(element)
        return self.nodes[element]

    def place(self, element):
        parent_element = self.marks.parents.get(element)
        tag, above = element.tag, None if parent_element is None else parent_element.tag
        parent = self.node(parent_element)
        # A row has placed its cells already.
        if element in self.nodes:
            return self.nodes[element]
        if tag == "li":
            return self.child(self.child(parent, "LI", element), "LBody")
        if tag == "div" and above == "dl":
            return self.child(parent, "LI", element)
        if tag in ("dt", "dd"):
            return self.child(self.item(parent_element, parent, tag), "Lbl" if tag == "dt" else "LBody", element)
        if tag == "a" and element.get("href"):
            return self.child(parent, "Link", element)
        role = ROLES.get(tag)
        if role is None:
            return parent
        node = self.child(parent, role, element)
        if role == "TR":
            self.nodes[element] = node
            # A cell without words counts all the same, or those after it would move under another heading.
            for cell in element:
                self.node(cell)
        return node

    def item(self, list_element, parent, tag):
        if list_element.tag != "dl":
            return parent
        if tag == "dt" or (list_element, "item") not in self.nodes:
            self.nodes[(list_element, "item")] = self.child(parent, "LI")
        return self.nodes[(list_element, "item")]

    def holder(self, box):
        element, node = box.element, self.node(box.element)
        if str(box.element_tag).endswith("::marker"):
            return self.once((element, "label"), self.label, element)
        if str(node["S"])[1:] in GROUPS:
            return self.once((element, "words"), self.child, node, "P")
        return node

    def label(self, element):
        item = self.object(self.nodes[element]["P"])
        label = self.child(item, "Lbl")
        item["K"].insert(0, item["K"].pop())
        return label

    def once(self, key, make, *arguments):
        if key not in self.nodes:
            self.nodes[key] = make(*arguments)
        return self.nodes[key]

    def hold(self, page_number, drawn):
        page, holders = self.pdf.page_references[page_number], pydyf.Array()
        for number, box in enumerate(drawn):
            node = self.holder(box)
            node["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number}))
            holders.append(node.reference)
            if node["S"] == "/Figure" and box.place:
                self.bound(node, page, box.place)
        self.numbers.extend([page_number, holders])

    def bound(self, node, page, place):
        height = self.object(page)["MediaBox"][3]
        x, y, across, down = (length * 0.75 for length in place)
        left, top = x, height - y
        corners = (left, top - down, left + across, top)
        node["Pg"] = page
        node["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(corner, 2) for corner in corners)})

    def link(self, page_number, box, number):
        annotation, page = box.link_annotation, self.pdf.page_references[page_number]
        target = self.add({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page})
        node = self.node(box.element)
        node["K"].append(target.reference)
        self.numbers.extend([number, node.reference])
        annotation["StructParent"] = number
        annotation["F"] = 4


def tag(pdf, metadata, document, page_streams):
    tree = Tree(pdf, Drawing.marks)
    for number, stream in enumerate(page_streams):
        tree.hold(number, stream.marked)
    linked = [
        (number, link[3]) for number, page in enumerate(document.pages) for link in page.links
        if getattr(link[3], "link_annotation", None) is not None and link[3].element is not None]
    for place, (number, box) in enumerate(linked):
        tree.link(number, box, len(page_streams) + place)
    add_metadata(pdf, metadata, "ua", version=1, conformance=None)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class Drawn:
    """What the tag tree needs of a box: whole ones, with their letters, would fill the memory of a long document."""

    __slots__ = ("element", "element_tag", "place")

    def __init__(self, box):
        self.element, self.element_tag = box.element, box.element_tag
        is_figure = ROLES.get(box.element.tag) == "Figure"
        self.place = (box.content_box_x(), box.content_box_y(), box.width, box.height) if is_figure else None


class Drawing:
    """The document that is being drawn: one at a time."""

    marks = None


def as_artifact(stream, paint):
    start = len(stream.stream)
    pydyf.Stream.begin_marked_content(stream, "Artifact")
    paint()
    if len(stream.stream) == start + 1:
        stream.stream.pop()
    else:
        pydyf.Stream.end_marked_content(stream)


def as_content(name):
    original = getattr(draw, name)

    def paint(stream, box, *arguments):
        if Drawing.marks.is_artifact(stream, box):
            return as_artifact(stream, lambda: original(stream, box, *arguments))
        number = pydyf.Dictionary({"MCID": len(stream.marked)})
        stream.marked.append(Drawn(box))
        pydyf.Stream.begin_marked_content(stream, "Span", number)
        original(stream, box, *arguments)
        pydyf.Stream.end_marked_content(stream)

    setattr(draw, name, paint)


def as_decoration(name):
    original = getattr(draw, name)

    def paint(stream, *arguments, **options):
        as_artifact(stream, lambda: original(stream, *arguments, **options))

    setattr(draw, name, paint)


def install():
    Stream.begin_marked_content = lambda stream, box, mcid=False, tag=None: None
    Stream.end_marked_content = lambda stream: None
    for name in ("draw_text", "draw_replacedbox"):
        as_content(name)
    for name in ("draw_background", "draw_border", "draw_collapsed_borders", "draw_outlines"):
        as_decoration(name)
    pdf_module.VARIANTS["terreau"] = (tag, {"mark": True})
