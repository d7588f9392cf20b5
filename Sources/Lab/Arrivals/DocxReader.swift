import CLibXML
import Platform

/// Reads what Word writes.
struct DocxReader {
  private let styles: [String: Style]
  private let numbered: Set<String>
  private let addresses: [String: String]
  private var text = ArrivedText()

  private struct Style {
    let name: String
    let level: Int?
    let base: String?
    let isList: Bool
  }

  static func read(_ file: OfficeFile) throws(TemplateFault) -> ArrivedText {
    let parts: [String] = try file.textParts(.docx)
    guard let place = parts.first(where: { $0.lowercased().hasSuffix("document.xml") }) ?? parts.first,
      let bytes = file[place]
    else { throw .damaged }
    let folder: String = place.split(separator: "/").dropLast().joined(separator: "/")
    let name: String = place.split(separator: "/").last.map(String.init) ?? ""
    var reader = DocxReader(
      styles: try styles(file["\(folder)/styles.xml"]), numbered: try numbered(file["\(folder)/numbering.xml"]),
      addresses: try addresses(file["\(folder)/_rels/\(name).rels"]))
    let tree = try XMLTree(bytes)
    return try tree.walk { root in
      for body in root.children where body.name == "body" { reader.blocks(of: body) }
      return reader.text
    }
  }

  private mutating func blocks(of node: XMLNode) {
    for child in node.children {
      switch child.name {
      case "p": paragraph(child)
      case "tbl": table(child)
      case "sdt", "sdtContent", "customXml", "ins", "smartTag": blocks(of: child)
      default: break
      }
    }
  }

  private mutating func paragraph(_ node: XMLNode) {
    let words: ArrivedWords = words(of: node)
    let properties: XMLNode? = node.child("pPr")
    let style: String? = properties?.child("pStyle")?.attribute("val")
    let outline: Int? = properties?.child("outlineLvl")?.attribute("val").flatMap { Int($0) }
    if let level = outline.map({ $0 + 1 }) ?? level(of: style), level <= 9 {
      return text.add(.heading(level: level, words.plain))
    }
    let numbering: XMLNode? = properties?.child("numPr")
    let number: String? = numbering?.child("numId")?.attribute("val")
    if number.map({ $0 != "0" }) ?? isList(style) {
      let depth: Int = numbering?.child("ilvl")?.attribute("val").flatMap { Int($0) } ?? 0
      let isNumbered: Bool = number.map { numbered.contains("\($0) \(depth)") } ?? false
      return text.add(.item(words.markdown(), depth: max(0, depth), isNumbered: isNumbered))
    }
    text.addLine(words)
  }

  private mutating func table(_ node: XMLNode) {
    var rows: [[String]] = []
    for row in node.children where row.name == "tr" {
      rows.append(
        row.children.filter { $0.name == "tc" }.map { cell in
          var lines: [String] = []
          collect(cell, &lines)
          return lines.filter { !$0.isEmpty }.joined(separator: " ; ")
        })
    }
    text.add(.table(rows))
  }

  private mutating func collect(_ node: XMLNode, _ lines: inout [String]) {
    for child in node.children {
      if child.name == "p" { lines.append(words(of: child).markdown(isCell: true)) } else { collect(child, &lines) }
    }
  }

  private mutating func words(of node: XMLNode) -> ArrivedWords {
    var words = ArrivedWords()
    gather(node, &words, nil)
    return words
  }

  private mutating func gather(_ node: XMLNode, _ words: inout ArrivedWords, _ address: String?) {
    for child in node.children {
      switch child.name {
      case "r": run(child, &words, address)
      case "hyperlink":
        gather(child, &words, child.attribute("id").flatMap { addresses[$0] } ?? address)
      // What was deleted under revision, or moved away, is there for readers of the revision only.
      case "del", "moveFrom", "pPr": break
      default: gather(child, &words, address)
      }
    }
  }

  private mutating func run(_ node: XMLNode, _ words: inout ArrivedWords, _ address: String?) {
    let properties: XMLNode? = node.child("rPr")
    let (isBold, isItalic) = (properties.isOn("b"), properties.isOn("i"))
    for child in node.children {
      switch child.name {
      case "t":
        words.add(String(decoding: child.content, as: UTF8.self), isBold: isBold, isItalic: isItalic, address: address)
      case "tab", "br", "cr": words.add(" ", isBold: isBold, isItalic: isItalic, address: address)
      case "noBreakHyphen": words.add("-", isBold: isBold, isItalic: isItalic, address: address)
      case "drawing", "pict", "object", "AlternateContent": text.leavesOutPicture()
      case "footnoteReference", "endnoteReference": text.leavesOutNote()
      default: break
      }
    }
  }

  /// A style is a heading by its outline level, its name in English, or that of the style it is based on.
  private func level(of style: String?) -> Int? {
    var (next, depth): (String?, Int) = (style, 0)
    while let id = next, depth < 10 {
      guard let style = styles[id] else { return Self.level(named: id) }
      if let level = style.level.map({ $0 + 1 }) ?? Self.level(named: style.name) { return level }
      (next, depth) = (style.base, depth + 1)
    }
    return nil
  }

  static func level(named name: String) -> Int? {
    let key: String = sortKey(name)
    for (start, level) in [("heading", 0), ("titre", 0), ("uberschrift", 0)] where key.hasPrefix(start) {
      if let number = Int(key.dropFirst(start.count).filter(\.isDigit)), (1...9).contains(number) {
        return number + level
      }
    }
    return ["title", "titre"].contains(key) ? 1 : nil
  }

  private func isList(_ style: String?) -> Bool {
    guard let style else { return false }
    return styles[style]?.isList ?? false
  }

  private static func styles(_ bytes: [UInt8]?) throws(TemplateFault) -> [String: Style] {
    guard let bytes else { return [:] }
    return try XMLTree(bytes).walk { root in
      var styles: [String: Style] = [:]
      for node in root.children where node.name == "style" {
        guard let id = node.attribute("styleId") else { continue }
        let name: String = node.child("name")?.attribute("val") ?? id
        let level: Int? = node.child("pPr")?.child("outlineLvl")?.attribute("val").flatMap { Int($0) }
        let isList: Bool =
          sortKey(name).hasPrefix("list bullet") || sortKey(name).hasPrefix("list number")
          || node.child("pPr")?.child("numPr") != nil
        styles[id] = Style(
          name: name, level: level.flatMap { $0 < 9 ? $0 : nil }, base: node.child("basedOn")?.attribute("val"),
          isList: isList)
      }
      return styles
    }
  }

  /// « 3 0 »: the first level of the third list counts.
  private static func numbered(_ bytes: [UInt8]?) throws(TemplateFault) -> Set<String> {
    guard let bytes else { return [] }
    return try XMLTree(bytes).walk { root in
      var formats: [String: [String: String]] = [:]
      for list in root.children where list.name == "abstractNum" {
        guard let id = list.attribute("abstractNumId") else { continue }
        for level in list.children where level.name == "lvl" {
          formats[id, default: [:]][level.attribute("ilvl") ?? "0"] = level.child("numFmt")?.attribute("val") ?? ""
        }
      }
      var numbered: Set<String> = []
      for list in root.children where list.name == "num" {
        guard let id = list.attribute("numId"), let base = list.child("abstractNumId")?.attribute("val") else {
          continue
        }
        for (level, format) in formats[base] ?? [:] where format != "bullet" && format != "none" {
          numbered.insert("\(id) \(level)")
        }
      }
      return numbered
    }
  }

  private static func addresses(_ bytes: [UInt8]?) throws(TemplateFault) -> [String: String] {
    guard let bytes else { return [:] }
    return try XMLTree(bytes).walk { root in
      var addresses: [String: String] = [:]
      for node in root.children where node.attribute("TargetMode") == "External" {
        if let id = node.attribute("Id"), let target = node.attribute("Target") { addresses[id] = target }
      }
      return addresses
    }
  }
}

extension ArrivedText {
  /// A paragraph that is short and bold throughout is a heading, to who knows no styles.
  mutating func addLine(_ words: ArrivedWords) {
    let plain: String = words.plain
    if words.isAllBold, plain.count <= 80, let last = plain.last, !".;,".contains(last) {
      add(.heading(level: 7, plain))
    } else {
      add(.paragraph(words.markdown()))
    }
  }
}

extension XMLNode {
  func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }
}

extension XMLNode? {
  /// `<w:b/>`, unless it says `val="0"`.
  fileprivate func isOn(_ name: String) -> Bool {
    guard let node = self?.child(name) else { return false }
    return !["0", "false", "none", "off"].contains(node.attribute("val") ?? "1")
  }
}
