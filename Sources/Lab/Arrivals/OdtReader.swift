import CLibXML
import Platform

/// Reads what LibreOffice writes.
struct OdtReader {
  private var styles: [String: Style] = [:]
  private var numbered: Set<String> = []
  private var text = ArrivedText()

  private struct Style {
    let base: String?
    let isBold: Bool?
    let isItalic: Bool?
    let level: Int?
  }

  private struct Dress {
    var isBold: Bool = false
    var isItalic: Bool = false
    var address: String?
  }

  static func read(_ file: OfficeFile) throws(TemplateFault) -> ArrivedText {
    guard let content = file["content.xml"] else { throw .damaged }
    var reader = OdtReader()
    if let styles = file["styles.xml"] { try XMLTree(styles).walk { root in reader.learn(root) } }
    let tree = try XMLTree(content)
    return try tree.walk { root in
      reader.learn(root)
      for body in root.children where body.name == "body" {
        for part in body.children where part.name == "text" { reader.blocks(of: part) }
      }
      return reader.text
    }
  }

  /// What the styles mean, those of the document and those that were made on the way.
  private mutating func learn(_ root: XMLNode) {
    for group in root.children where ["styles", "automatic-styles"].contains(group.name) {
      for node in group.children {
        guard let name = node.attribute("name") else { continue }
        if node.name == "list-style" {
          for level in node.children where level.name == "list-level-style-number" {
            let depth: Int = (level.attribute("level").flatMap { Int($0) } ?? 1) - 1
            if level.attribute("num-format")?.isEmpty == false { numbered.insert("\(name) \(depth)") }
          }
        } else if node.name == "style" {
          let dress: XMLNode? = node.child("text-properties")
          styles[name] = Style(
            base: node.attribute("parent-style-name"), isBold: dress?.attribute("font-weight").map { $0 == "bold" },
            isItalic: dress?.attribute("font-style").map { $0 == "italic" },
            level: node.attribute("default-outline-level").flatMap { Int($0) })
        }
      }
    }
  }

  private mutating func blocks(of node: XMLNode) {
    for child in node.children {
      switch child.name {
      case "h":
        text.add(
          .heading(level: child.attribute("outline-level").flatMap { Int($0) } ?? 1, words(of: child).plain))
      case "p": paragraph(child)
      case "list": list(child, 0, child.attribute("style-name"))
      case "table": table(child)
      case "section", "index-body", "soft-page-break": blocks(of: child)
      default: break
      }
    }
  }

  private mutating func paragraph(_ node: XMLNode) {
    let words: ArrivedWords = words(of: node)
    if let level = level(of: node.attribute("style-name")) { return text.add(.heading(level: level, words.plain)) }
    text.addLine(words)
  }

  private mutating func list(_ node: XMLNode, _ depth: Int, _ style: String?) {
    let isNumbered: Bool = style.map { numbered.contains("\($0) \(depth)") } ?? false
    for item in node.children where item.name == "list-item" || item.name == "list-header" {
      for child in item.children {
        switch child.name {
        case "p": text.add(.item(words(of: child).markdown(), depth: depth, isNumbered: isNumbered))
        // A numbered heading is written as a list of one.
        case "h":
          text.add(
            .heading(level: child.attribute("outline-level").flatMap { Int($0) } ?? 1, words(of: child).plain))
        case "list" where depth < 8: list(child, depth + 1, child.attribute("style-name") ?? style)
        default: break
        }
      }
    }
  }

  private mutating func table(_ node: XMLNode) {
    var rows: [[String]] = []
    gatherRows(node, &rows)
    text.add(.table(rows))
  }

  private mutating func gatherRows(_ node: XMLNode, _ rows: inout [[String]]) {
    for child in node.children {
      if child.name == "table-row" {
        rows.append(
          child.children.filter { $0.name == "table-cell" }.map { cell in
            var lines: [String] = []
            collect(cell, &lines)
            return lines.filter { !$0.isEmpty }.joined(separator: " ; ")
          })
      } else if ["table-header-rows", "table-rows", "table-row-group"].contains(child.name) {
        gatherRows(child, &rows)
      }
    }
  }

  private mutating func collect(_ node: XMLNode, _ lines: inout [String]) {
    for child in node.children {
      if child.name == "p" || child.name == "h" {
        lines.append(words(of: child).markdown(isCell: true))
      } else {
        collect(child, &lines)
      }
    }
  }

  private mutating func words(of node: XMLNode) -> ArrivedWords {
    var words = ArrivedWords()
    gather(node, &words, dressed(Dress(), by: node.attribute("style-name")))
    return words
  }

  private mutating func gather(_ node: XMLNode, _ words: inout ArrivedWords, _ dress: Dress) {
    for child in node.children {
      if child.isText {
        let said = String(decoding: child.content, as: UTF8.self)
        words.add(said, isBold: dress.isBold, isItalic: dress.isItalic, address: dress.address)
        continue
      }
      switch child.name {
      case "s", "tab", "line-break":
        words.add(" ", isBold: dress.isBold, isItalic: dress.isItalic, address: dress.address)
      case "span": gather(child, &words, dressed(dress, by: child.attribute("style-name")))
      case "a":
        var leading: Dress = dress
        leading.address = child.attribute("href")
        gather(child, &words, leading)
      case "note": text.leavesOutNote()
      case "frame", "custom-shape", "object": text.leavesOutPicture()
      case "tracked-changes", "change", "annotation", "ruby-text", "": break
      default: gather(child, &words, dress)
      }
    }
  }

  private func dressed(_ dress: Dress, by name: String?) -> Dress {
    var dress: Dress = dress
    var (next, bold, italic, depth): (String?, Bool?, Bool?, Int) = (name, nil, nil, 0)
    while let id = next, let style = styles[id], depth < 10 {
      bold = bold ?? style.isBold
      italic = italic ?? style.isItalic
      (next, depth) = (style.base, depth + 1)
    }
    dress.isBold = bold ?? dress.isBold
    dress.isItalic = italic ?? dress.isItalic
    return dress
  }

  private func level(of name: String?) -> Int? {
    var (next, depth): (String?, Int) = (name, 0)
    while let id = next, depth < 10 {
      if let level = styles[id]?.level ?? DocxReader.level(named: id.replacing("_20_", with: " ")) { return level }
      (next, depth) = (styles[id]?.base, depth + 1)
    }
    return nil
  }
}
