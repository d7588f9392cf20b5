import HTTP

extension App {
  /// What the API’s description says of a file that a route gives. A list’s is the whole of it.
  func document(_ endpoint: Endpoint, _ file: (ending: String, mediaType: String), _ json: inout JSONWriter) {
    var query: [any FormField] = endpoint.description.query.filter { field in
      !Window.fields.contains { $0.key == field.key }
    }
    if file.ending == "csv" { query.append(CSVDialect.field) }
    json.member(
      "get",
      object: { json in
        json.member("operationId", "\(endpoint.operationID)\(file.ending.uppercased())")
        json.member("summary", "\(endpoint.description.summary(.en)) (\(file.ending.uppercased()))")
        json.member("parameters", array: { parameters(endpoint, query, &$0) })
        json.member(
          "responses",
          object: { json in
            json.member(
              "200",
              object: { json in
                json.member("description", endpoint.description.summary(.en))
                json.member("content", object: { $0.member(file.mediaType, object: { _ in }) })
              })
            failures(&json)
          })
      })
  }
}
