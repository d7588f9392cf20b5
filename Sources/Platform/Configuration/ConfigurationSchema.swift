import HTTP

extension ConfigurationDocument {
  /// The JSON Schema (2020-12) of what this installation exports and takes over.
  public static func schema(_ chapters: [Chapter]) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.member("title", "A programme's configuration")
      json.member("type", "object")
      json.member("additionalProperties", false)
      json.member(
        "required", array: { json in for name in ["format", "formatVersion", "programme"] { json.string(name) } })
      json.member(
        "properties",
        object: { json in
          json.member("format", object: { $0.member("const", format) })
          json.member("formatVersion", object: { $0.member("const", version) })
          json.member("programme", object: { closed(ProgrammeForm.identity, &$0) { _ in } })
          json.member("origin", object: { origin(&$0) })
          for chapter in chapters { chapter.schema(&json) }
        })
    }
    return json.bytes + [0x0A]
  }

  private static func origin(_ json: inout JSONWriter) {
    json.member("type", "object")
    json.member("additionalProperties", false)
    json.member("required", array: { json in for name in ["territory", "programme", "hash"] { json.string(name) } })
    json.member(
      "properties",
      object: { json in
        for name in ["territory", "programme", "hash"] { json.member(name, object: { $0.member("type", "string") }) }
      })
  }

  fileprivate static func closed(
    _ fields: [any FormField], required: [String] = [], _ json: inout JSONWriter, _ more: (inout JSONWriter) -> Void
  ) {
    json.member("type", "object")
    json.member("additionalProperties", false)
    json.member(
      "required",
      array: { json in for name in required + fields.filter(\.isRequired).map(\.key) { json.string(name) } })
    json.member(
      "properties",
      object: { json in
        for field in fields { json.member(field.key, object: { field.schema(&$0) }) }
        more(&json)
      })
  }
}

extension Chapter {
  fileprivate func schema(_ json: inout JSONWriter) {
    json.member(
      key,
      object: { json in
        guard !isSingle else { return ConfigurationDocument.closed(fields, &json) { _ in } }
        json.member("type", "array")
        json.member("description", title(.en))
        json.member("maxItems", Self.mostEntries)
        json.member(
          "items",
          object: { json in
            ConfigurationDocument.closed(fields, required: ["key"], &json) { json in
              json.member(
                "key",
                object: {
                  $0.member("type", "string")
                  $0.member("pattern", "^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$")
                })
              json.member("archived", object: { $0.member("type", "boolean") })
              for part in parts { part.schema(&json) }
            }
          })
      })
  }
}
