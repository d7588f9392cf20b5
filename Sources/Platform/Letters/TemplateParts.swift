/// What the parts of a document say it is.
extension OfficeFile {
  /// Refuses whatever is not a plain text document without macros and without password.
  package func format() throws(TemplateFault) -> LetterFormat {
    let names: [String] = parts.map { $0.name.lowercased() }
    let isProgram: Bool = names.contains { name in
      name.hasSuffix("vbaproject.bin") || name.hasSuffix("vbadata.xml") || name.hasPrefix("basic/")
        || name.hasPrefix("scripts/")
    }
    if let type = self["mimetype"] {
      guard String(decoding: type, as: UTF8.self) == LetterFormat.odt.mediaType else { throw .otherFormat }
      // Whoever encrypts says so in the manifest, by this element.
      if let manifest = self["META-INF/manifest.xml"],
        String(decoding: manifest, as: UTF8.self).contains("encryption-data")
      {
        throw .locked
      }
      guard !isProgram else { throw .macros }
      return .odt
    }
    guard let types = self["[Content_Types].xml"] else { throw .otherFormat }
    let declared: [String] = try Self.overrides(types).map(\.type)
    guard !isProgram, !declared.contains(where: { $0.lowercased().contains("macroenabled") }) else { throw .macros }
    guard declared.contains("\(Self.word)document.main+xml") else { throw .otherFormat }
    return .docx
  }

  /// Where text may stand that readers see.
  package func textParts(_ format: LetterFormat) throws(TemplateFault) -> [String] {
    switch format {
    case .odt: return ["content.xml"] + (self["styles.xml"] == nil ? [] : ["styles.xml"])
    case .docx:
      let wanted: [String] = ["document.main", "header", "footer", "footnotes", "endnotes"]
      let types: Set<String> = Set(wanted.map { "\(Self.word)\($0)+xml" })
      return try Self.overrides(self["[Content_Types].xml"] ?? []).filter { types.contains($0.type) }.map(\.part)
    }
  }

  private static let word: String = "application/vnd.openxmlformats-officedocument.wordprocessingml."

  private static func overrides(_ types: [UInt8]) throws(TemplateFault) -> [(part: String, type: String)] {
    try XMLTree(types).walk { root in
      root.children.compactMap { node in
        guard node.name == "Override", let part = node.attribute("PartName"), let type = node.attribute("ContentType")
        else { return nil }
        return (part.hasPrefix("/") ? String(part.dropFirst()) : part, type)
      }
    }
  }
}
