import HTTP

extension ConfigurationDocument {
  /// The canonical spelling: the same configuration always gives the same bytes.
  public func bytes(_ chapters: [Chapter]) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Self.format)
      json.member("formatVersion", Self.version)
      json.member(
        "programme",
        object: { json in
          json.member("name", name)
          if !summary.isEmpty { json.member("summary", summary) }
        })
      if let origin {
        json.member(
          "origin",
          object: { json in
            json.member("territory", origin.territory)
            json.member("programme", origin.programme)
            json.member("hash", origin.hash)
          })
      }
      configuration.write(chapters, &json)
    }
    return json.bytes + [0x0A]
  }
}

extension Configuration {
  /// Of what is configured alone: the programme's name and its origin may differ.
  func hash(_ chapters: [Chapter]) -> String {
    var json = JSONWriter()
    json.object { json in write(chapters, &json) }
    return hexadecimal(Secrets.hash(json.bytes))
  }

  fileprivate func write(_ chapters: [Chapter], _ json: inout JSONWriter) {
    for chapter in chapters { chapter.write(self[chapter.key], &json) }
  }
}

extension Chapter {
  fileprivate func write(_ entries: [Entry], _ json: inout JSONWriter) {
    guard !entries.isEmpty else { return }
    json.name(key)
    if isSingle, let entry = entries.first { return write(entry, &json) }
    json.array { json in for entry in entries { write(entry, &json) } }
  }

  private func write(_ entry: Entry, _ json: inout JSONWriter) {
    json.object { json in
      if !isSingle { json.member("key", entry.key) }
      for setting in settings {
        guard let text = entry.values[setting.key] else { continue }
        json.name(setting.key)
        switch setting.field.control.json {
        case .text: json.string(text)
        case .number: json.number(text)
        case .flag: json.bool(text == "true")
        // It was read before it was kept.
        case .structure: if let value = try? JSON(Array(text.utf8)) { json.value(value) } else { json.string(text) }
        }
      }
      if entry.isArchived { json.member("archived", true) }
      for part in parts { part.write(entry.parts[part.key] ?? [], &json) }
    }
  }

  /// An entry as the journal keeps it.
  func json(_ entry: Entry) -> String {
    var json = JSONWriter(expecting: 256)
    var alone: Entry = entry
    alone.parts = [:]
    write(alone, &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
