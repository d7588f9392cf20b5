import HTTP

extension App {
  /// OpenAPI 3.1, written from the routes themselves: what is not declared there does not exist.
  public func openAPI(_ json: inout JSONWriter) {
    let documented: [Endpoint] = endpoints.filter { $0.formats.contains { $0 == .json } }
    json.object { json in
      json.member("openapi", "3.1.0")
      json.member(
        "info",
        object: { json in
          json.member("title", "Terreau")
          json.member("version", "1")
          json.member(
            "license",
            object: {
              $0.member("name", "Apache-2.0"); $0.member("identifier", "Apache-2.0")
            })
        })
      json.member(
        "paths",
        object: { json in
          var paths: [String] = []
          for endpoint in documented where !paths.contains(endpoint.pattern.description) {
            paths.append(endpoint.pattern.description)
          }
          for path in paths {
            json.member(
              "/api/v1\(path)",
              object: { json in
                for endpoint in documented where endpoint.pattern.description == path { operation(endpoint, &json) }
              })
          }
          for endpoint in documented {
            for file in endpoint.formats.compactMap(\.file) {
              json.member("/api/v1\(endpoint.pattern).\(file.ending)", object: { document(endpoint, file, &$0) })
            }
          }
        })
      json.member("components", object: { components(documented, &$0) })
      json.member(
        "security",
        array: { json in
          json.object { $0.member("bearer", array: { _ in }) }; json.object { _ in }
        })
    }
  }

  private func operation(_ endpoint: Endpoint, _ json: inout JSONWriter) {
    json.member(
      endpoint.method.rawValue.lowercased(),
      object: { json in
        json.member("operationId", endpoint.operationID)
        json.member("summary", endpoint.description.summary(.en))
        json.member(
          "parameters", array: { parameters(endpoint, endpoint.description.query, &$0) })
        if !endpoint.description.form.isEmpty { requestBody(endpoint, &json) }
        json.member("responses", object: { responses(endpoint, &$0) })
      })
  }

  func parameters(_ endpoint: Endpoint, _ query: [any FormField], _ json: inout JSONWriter) {
    for name in endpoint.pattern.parameters {
      parameter(name, "path", isRequired: true, &json) {
        $0.member("type", "integer")
        $0.member("minimum", 1)
      }
    }
    for field in query {
      parameter(field.key, "query", isRequired: false, &json) { field.schema(&$0) }
    }
  }

  private func parameter(
    _ name: String, _ place: String, isRequired: Bool, _ json: inout JSONWriter,
    _ schema: (inout JSONWriter) -> Void
  ) {
    json.object { json in
      json.member("name", name)
      json.member("in", place)
      json.member("required", isRequired)
      json.member("schema", object: schema)
    }
  }

  private func requestBody(_ endpoint: Endpoint, _ json: inout JSONWriter) {
    let fields: [any FormField] = endpoint.description.form
    let named: [any FormField] = fields.filter { $0.column == nil }
    json.member(
      "requestBody",
      object: { json in
        json.member("required", true)
        // A file comes as it comes from a page; what has none to send may say the rest in JSON.
        let files: [any FormField] = fields.filter(\.isFile)
        let types: [String] =
          (files.contains(where: \.isRequired) ? [] : ["application/json"])
          + (files.isEmpty ? [] : ["multipart/form-data"])
        content(&json, types) { json in
          json.member("type", "object")
          json.member("additionalProperties", false)
          json.member(
            "required", array: { json in for field in fields where field.isRequired { json.string(field.key) } })
          json.member(
            "properties",
            object: { json in for field in named { json.member(field.key, object: { field.schema(&$0) }) } })
          if named.count < fields.count { json.member("patternProperties", object: { cells(fields, &$0) }) }
        }
      })
  }

  /// The cells of a grid, said once for all its lines.
  private func cells(_ fields: [any FormField], _ json: inout JSONWriter) {
    var written: Set<String> = []
    for field in fields {
      guard let column = field.column, written.insert(column).inserted else { continue }
      let note: String = "On each line, whose number (0 to \(GridShape.mostLines - 1)) comes first: "
      json.member("^[0-9]{1,2}\\.\(column)$", object: { field.schema(&$0, note: note) })
    }
  }

  private func responses(_ endpoint: Endpoint, _ json: inout JSONWriter) {
    if let schema = endpoint.description.schema {
      json.member(
        "200",
        object: { json in
          json.member("description", endpoint.description.summary(.en))
          content(&json) { json in
            endpoint.description.isList ? list(of: schema.name, &json) : reference(to: schema.name, &json)
          }
        })
    } else {
      for (status, words) in [("200", "Changed"), ("201", "Created")] {
        json.member(
          status,
          object: { json in
            json.member("description", words)
            content(&json) { $0.member("type", "object") }
          })
      }
      json.member("303", object: { $0.member("description", "The same Idempotency-Key was carried out before") })
    }
    failures(&json)
  }

  func failures(_ json: inout JSONWriter) {
    json.member(
      "default",
      object: { json in
        json.member("description", "A problem, as RFC 9457 has it")
        json.member(
          "content",
          object: { json in
            json.member(
              "application/problem+json",
              object: { json in json.member("schema", object: { reference(to: "Problem", &$0) }) })
          })
      })
  }

  private func content(
    _ json: inout JSONWriter, _ types: [String] = ["application/json"], _ schema: (inout JSONWriter) -> Void
  ) {
    json.member(
      "content",
      object: { json in
        for type in types { json.member(type, object: { json in json.member("schema", object: schema) }) }
      })
  }

  private func reference(to name: String, _ json: inout JSONWriter) {
    json.member("$ref", "#/components/schemas/\(name)")
  }

  private func list(of name: String, _ json: inout JSONWriter) {
    json.member("type", "object")
    json.member("required", array: { json in for name in ["total", "page", "pages", "items"] { json.string(name) } })
    json.member(
      "properties",
      object: { json in
        for count in ["total", "page", "pages"] { json.member(count, object: { $0.member("type", "integer") }) }
        json.member(
          "items",
          object: { json in
            json.member("type", "array")
            json.member("items", object: { reference(to: name, &$0) })
          })
      })
  }

  private func components(_ endpoints: [Endpoint], _ json: inout JSONWriter) {
    json.member(
      "securitySchemes",
      object: { json in
        json.member(
          "bearer",
          object: {
            $0.member("type", "http"); $0.member("scheme", "bearer")
          })
      })
    json.member(
      "schemas",
      object: { json in
        var written: Set<String> = []
        for case let schema? in endpoints.map(\.description.schema) where written.insert(schema.name).inserted {
          json.member(schema.name, object: { record(schema, &$0) })
        }
        json.member("Problem", object: { problem(&$0) })
      })
  }

  private func record(_ schema: Endpoint.Description.Schema, _ json: inout JSONWriter) {
    json.member("type", "object")
    json.member("required", array: { json in for member in schema.members { json.string(member.key) } })
    json.member(
      "properties",
      object: { json in
        for member in schema.members {
          json.member(
            member.key,
            object: { json in
              json.member("description", member.label(.en))
              member.type.schema(&json)
            })
        }
      })
  }

  private func problem(_ json: inout JSONWriter) {
    json.member("type", "object")
    json.member(
      "properties",
      object: { json in
        for name in ["type", "title", "detail", "instance"] {
          json.member(name, object: { $0.member("type", "string") })
        }
        json.member("status", object: { $0.member("type", "integer") })
        json.member(
          "errors",
          object: { json in
            json.member("type", "array")
            json.member("items", object: { $0.member("type", "object") })
          })
      })
  }
}

extension Endpoint {
  /// `postSitesLots`, from the method and the words of the path.
  var operationID: String {
    let words: [String] = pattern.description.split { "/{}".contains($0) }.map { word in
      word.prefix(1).uppercased() + word.dropFirst()
    }
    return method.rawValue.lowercased() + words.joined()
  }
}

extension FormField {
  /// In which column of a grid it stands, where it is a cell: `name` for `12.name`.
  fileprivate var column: String? {
    let parts: [Substring] = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return String(parts[1])
  }

  func schema(_ json: inout JSONWriter, note: String = "") {
    json.member("description", note + label(.en))
    switch control {
    case .text(let most), .named(let most, _), .lines(let most), .prose(let most):
      json.member("type", "string")
      if isRequired { json.member("minLength", 1) }
      json.member("maxLength", most)
    case .area:
      json.member("type", "number")
      json.member("exclusiveMinimum", 0)
    case .hundredths(let most):
      json.member("type", "number")
      json.member("exclusiveMinimum", 0)
      json.name("maximum")
      json.number(Area(squareDecimetres: most).decimal)
    case .amount(let least):
      json.member("type", "number")
      json.name("minimum")
      json.number(least.decimal)
      json.name("multipleOf")
      json.number("0.01")
    case .decimal: json.member("type", "number")
    case .structure: json.member("type", "object")
    case .number(let bounds):
      json.member("type", "integer")
      json.member("minimum", bounds.lowerBound)
      json.member("maximum", bounds.upperBound)
    case .day:
      json.member("type", "string")
      json.member("format", "date")
    case .choice(let choices):
      json.member("type", "string")
      json.member("enum", array: { json in for choice in choices { json.string(choice.key) } })
    case .several(let choices):
      json.member("type", "array")
      json.member("uniqueItems", true)
      json.member(
        "items",
        object: { json in
          json.member("type", "string")
          guard !choices.isEmpty else { return }
          json.member("enum", array: { json in for choice in choices { json.string(choice.key) } })
        })
    case .email:
      json.member("type", "string")
      json.member("format", "email")
    case .flag: json.member("type", "boolean")
    case .password, .code, .hiddenText: json.member("type", "string")
    case .file:
      json.member("type", "string")
      json.member("contentMediaType", "application/octet-stream")
    case .hiddenNumber:
      json.member("type", "integer")
      json.member("minimum", 1)
    }
  }
}

extension CellType {
  /// Absent values are null.
  fileprivate func schema(_ json: inout JSONWriter) {
    let name: String =
      switch self {
      case .text, .day, .moment, .word: "string"
      case .int, .year: "integer"
      case .area, .hundredths, .decimal, .money: "number"
      case .flag: "boolean"
      case .several: "array"
      }
    if case .several = self {
      json.member("type", name)
      return json.member("items", object: { $0.member("type", "string") })
    }
    json.member(
      "type",
      array: {
        $0.string(name); $0.string("null")
      })
    if case .day = self { json.member("format", "date") }
    if case .moment = self { json.member("format", "date-time") }
    if case .word(let words) = self {
      json.member(
        "enum",
        array: { json in
          for word in words { json.string(word.key) }
          json.null()
        })
    }
  }
}
