import CLibXML

package typealias XMLNode = UnsafeMutablePointer<xmlNode>

/// One XML part of a document, read without ever looking outside it. Used by one task, from beginning to end.
package final class XMLTree {
  private let document: xmlDocPtr

  /// Once, before the first document.
  private static let isReady: Bool = {
    xml_begin()
    return true
  }()

  /// A tree takes thirty times the room of its text.
  static let mostBytes: Int = 4 << 20

  /// No network, no declaration of entities, none of libxml2's limits lifted: 256 levels at most.
  package init(_ bytes: [UInt8]) throws(TemplateFault) {
    guard bytes.count <= Self.mostBytes else { throw .tooLarge }
    guard Self.isReady, let context = xmlNewParserCtxt() else { throw .damaged }
    defer { xmlFreeParserCtxt(context) }
    // No word processor writes `<!DOCTYPE`: whoever does wants entities to be expanded, or fetched.
    context.pointee.sax.pointee.internalSubset = { context, _, _, _ in
      let context: xmlParserCtxtPtr? = context?.assumingMemoryBound(to: xmlParserCtxt.self)
      context?.pointee.wellFormed = 0
      xmlStopParser(context)
    }
    let options: UInt32 =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue
    let read: xmlDocPtr? = bytes.withUnsafeBytes { raw in
      xmlCtxtReadMemory(
        context, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), nil, nil, Int32(options))
    }
    guard let read else { throw .damaged }
    guard xmlGetIntSubset(read) == nil, xmlDocGetRootElement(read) != nil else {
      xmlFreeDoc(read)
      throw .damaged
    }
    document = read
  }

  deinit { xmlFreeDoc(document) }

  /// Its nodes last as long as it does, and Swift, which does not know of that, might let it go after its last mention.
  package func walk<T>(_ body: (XMLNode) throws(TemplateFault) -> T) throws(TemplateFault) -> T {
    defer { withExtendedLifetime(self) {} }
    return try body(xmlDocGetRootElement(document))
  }

  func bytes() throws(TemplateFault) -> [UInt8] {
    var (start, count): (UnsafeMutablePointer<xmlChar>?, Int32) = (nil, 0)
    xmlDocDumpMemoryEnc(document, &start, &count, "UTF-8")
    guard let start else { throw .damaged }
    defer { xml_release(start) }
    return Array(UnsafeBufferPointer(start: start, count: Int(count)))
  }
}

extension XMLNode {
  package var isElement: Bool { pointee.type == XML_ELEMENT_NODE }
  package var isText: Bool { pointee.type == XML_TEXT_NODE || pointee.type == XML_CDATA_SECTION_NODE }

  /// Its name without the prefix, which is each writer's choice; empty for what is no element.
  package var name: String { isElement ? String(cString: pointee.name) : "" }

  package var space: String { pointee.ns?.pointee.href.map { String(cString: $0) } ?? "" }

  package var children: [XMLNode] {
    var (children, next): ([XMLNode], XMLNode?) = ([], pointee.children)
    while let child = next {
      children.append(child)
      next = child.pointee.next
    }
    return children
  }

  /// All the text beneath.
  package var content: [UInt8] {
    guard let text = xmlNodeGetContent(self) else { return [] }
    defer { xml_release(text) }
    var length: Int = 0
    while text[length] != 0 { length += 1 }
    return Array(UnsafeBufferPointer(start: text, count: length))
  }

  package func attribute(_ name: String) -> String? {
    guard let value = xmlGetProp(self, name) else { return nil }
    defer { xml_release(value) }
    return String(cString: value)
  }

  /// An element of the same vocabulary as this one.
  func sibling(_ name: String) -> XMLNode { xmlNewDocNode(pointee.doc, pointee.ns, name, nil) }

  func remove() {
    xmlUnlinkNode(self)
    xmlFreeNode(self)
  }

  /// Makes this text, and nothing else, what an element or a text node holds.
  func hold(_ text: ArraySlice<UInt8>) {
    if isElement { for child in children { child.remove() } }
    // On a text node nothing is taken for an entity; to an element text is added as it is.
    let ended: [UInt8] = Array(text) + [0]
    if isElement { xmlNodeAddContent(self, ended) } else { xmlNodeSetContent(self, ended) }
  }
}
