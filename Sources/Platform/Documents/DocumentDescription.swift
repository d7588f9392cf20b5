import HTTP

extension App {
  /// What the API’s description says of a route’s PDF document. A list’s is the whole of it.
  func document(_ endpoint: Endpoint, _ json: inout JSONWriter) {
    let query: [any FormField] = endpoint.description.query.filter { field in
      !Window.fields.contains { $0.key == field.key }
    }
    json.member(
      "get",
      object: { json in
        json.member("operationId", "\(endpoint.operationID)Document")
        json.member("summary", "\(endpoint.description.summary(.en)) (PDF)")
        json.member("parameters", array: { parameters(endpoint, query, &$0) })
        json.member(
          "responses",
          object: { json in
            json.member(
              "200",
              object: { json in
                json.member("description", endpoint.description.summary(.en))
                json.member("content", object: { $0.member("application/pdf", object: { _ in }) })
              })
            failures(&json)
          })
      })
  }
}
