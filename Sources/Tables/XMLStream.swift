import CLibXML

/// Hears what one XML part says, in order.
protocol XMLListener: AnyObject {
  /// Why the rest need not be heard.
  var fault: TableFault? { get }
  func start(_ element: XMLElement)
  func end(_ name: XMLName)
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// A name without its prefix, which is each writer's choice. Lasts as long as the call that brings it.
struct XMLName {
  let bytes: UnsafePointer<UInt8>

  static func == (name: XMLName, word: StaticString) -> Bool {
    // A static text ends in a zero byte too.
    var index: Int = 0
    while name.bytes[index] == word.utf8Start[index] {
      if name.bytes[index] == 0 { return true }
      index += 1
    }
    return false
  }

  static func ~= (word: StaticString, name: XMLName) -> Bool { name == word }
}

/// An element as it opens. Lasts as long as the call that brings it.
struct XMLElement {
  let name: XMLName
  let prefix: UnsafePointer<UInt8>?
  /// Name, prefix, address, first byte and end of each.
  let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  let count: Int

  func attribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    guard let attributes else { return nil }
    for index in 0..<count {
      if let label = attributes[index * 5], XMLName(bytes: label) == name { return value(index) }
    }
    return nil
  }

  func words(_ name: StaticString) -> String? { attribute(name).map { String(decoding: $0, as: UTF8.self) } }

  /// Whether any attribute of that name, whatever its prefix, says that.
  func says(_ name: StaticString, _ word: StaticString) -> Bool {
    guard let attributes else { return false }
    for index in 0..<count {
      if let label = attributes[index * 5], XMLName(bytes: label) == name,
        value(index)?.elementsEqual(word.utf8) == true
      {
        return true
      }
    }
    return false
  }

  private func value(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let attributes, let start = attributes[index * 5 + 3], let end = attributes[index * 5 + 4] else { return nil }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}

extension StaticString {
  var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}

extension UnsafeBufferPointer<UInt8> {
  static func == (bytes: Self, word: StaticString) -> Bool { bytes.elementsEqual(word.utf8) }
}

/// One XML part on its way from its bytes to who listens, without a tree and without ever looking outside it.
///
/// libxml2 pushes (a third of the time that its reader of nodes takes); its limits stay in force: ten million bytes for
/// one name or text. Used by one task.
final class XMLStream {
  private let context: xmlParserCtxtPtr
  private let pieces: any PieceSource
  private let listener: any XMLListener
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
  private var isBegun: Bool = false
  private(set) var isEnded: Bool = false
  private var isDeclaring: Bool = false
  private var silence: Int = 0
  private var depth: Int = 0

  /// libxml2 compares each attribute of a tag with all those before it: a longer tag would keep it busy for minutes.
  private static let longestTag: Int = 128 << 10
  /// It counts levels only where it makes a tree.
  private static let mostLevels: Int = 256

  /// Once, before the first part.
  private static let isReady: Bool = {
    xml_begin()
    return true
  }()

  init(_ pieces: any PieceSource, to listener: any XMLListener) throws(TableFault) {
    self.pieces = pieces
    self.listener = listener
    var handler: xmlSAXHandler = XMLStream.handler
    guard XMLStream.isReady, let context = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else { throw .damaged }
    self.context = context
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    let options: UInt32 =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_IGNORE_ENC.rawValue
    xmlCtxtUseOptions(context, Int32(options))
  }

  deinit {
    xmlFreeParserCtxt(context)
    room.deallocate()
  }

  /// Lets the listener hear one piece more.
  func hear() throws(TableFault) {
    guard !isEnded else { return }
    let count: Int = isBegun ? try pieces.next(into: room) : try begin()
    isEnded = count == 0
    silence += count
    xmlParseChunk(
      context, room.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count), isEnded ? 1 : 0)
    if isDeclaring { throw .declarations }
    if let fault = listener.fault { throw fault }
    // Where letters cannot be read it only stops, and what it has heard looks whole.
    guard context.pointee.wellFormed != 0, context.pointee.disableSAX == 0, silence < XMLStream.longestTag,
      depth < XMLStream.mostLevels
    else {
      throw .damaged
    }
  }

  /// The first bytes say in which of the two encodings of office files the part is; libxml2 would take others, and go by
  /// what the part declares.
  private func begin() throws(TableFault) -> Int {
    isBegun = true
    var count: Int = 0
    while count < 4, case let more = try pieces.next(into: UnsafeMutableRawBufferPointer(rebasing: room[count...])),
      more > 0
    {
      count += more
    }
    guard count >= 4 else { return count }
    switch xmlDetectCharEncoding(room.baseAddress?.assumingMemoryBound(to: UInt8.self), 4) {
    case XML_CHAR_ENCODING_NONE, XML_CHAR_ENCODING_UTF8, XML_CHAR_ENCODING_UTF16LE, XML_CHAR_ENCODING_UTF16BE:
      return count
    default: throw .damaged
    }
  }

  func hearAll() throws(TableFault) { while !isEnded { try hear() } }

  private static func stream(_ user: UnsafeMutableRawPointer?) -> XMLStream {
    Unmanaged<XMLStream>.fromOpaque(user!).takeUnretainedValue()
  }

  private func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
    silence = 0
    listener.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  private static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    // No spreadsheet writes `<!DOCTYPE`: whoever does wants entities to be expanded, or fetched.
    handler.internalSubset = { user, _, _, _ in
      let stream: XMLStream = XMLStream.stream(user)
      stream.isDeclaring = true
      xmlStopParser(stream.context)
    }
    handler.startElementNs = { user, name, prefix, _, _, _, count, _, attributes in
      guard let name else { return }
      let stream: XMLStream = XMLStream.stream(user)
      stream.silence = 0
      stream.depth += 1
      stream.listener.start(
        XMLElement(name: XMLName(bytes: name), prefix: prefix, attributes: attributes, count: Int(count)))
    }
    handler.endElementNs = { user, name, _, _ in
      guard let name else { return }
      let stream: XMLStream = XMLStream.stream(user)
      stream.silence = 0
      if stream.depth < XMLStream.mostLevels { stream.depth -= 1 }
      stream.listener.end(XMLName(bytes: name))
    }
    handler.characters = { user, bytes, count in XMLStream.stream(user).text(bytes, count) }
    handler.ignorableWhitespace = { user, bytes, count in XMLStream.stream(user).text(bytes, count) }
    handler.cdataBlock = { user, bytes, count in XMLStream.stream(user).text(bytes, count) }
    return handler
  }
}
