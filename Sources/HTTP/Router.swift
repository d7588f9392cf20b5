/// `/sites/{site}/lots`, `/sites/{site}.pdf`: words to match and places for identifiers.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  enum Part: Sendable, Hashable {
    case word(String)
    case parameter(String, ending: String)
  }

  let parts: [Part]
  public let description: String

  public init(_ text: String) {
    description = text
    parts = text.split(separator: "/").map { part in
      guard part.hasPrefix("{") else { return .word(String(part)) }
      let name: Substring = part.dropFirst().prefix { $0 != "}" }
      return .parameter(String(name), ending: String(part.dropFirst(name.count + 2)))
    }
  }

  public var parameters: [String] {
    parts.compactMap { part in
      if case .parameter(let name, _) = part { return name }
      return nil
    }
  }
}

/// Finds what answers a path, a word before a parameter, and one with an ending before one without: `/sites/nouveau` is
/// never the site « nouveau », `/sites/1.pdf` never the site « 1.pdf ».
public struct Router<Endpoint: Sendable>: Sendable {
  private final class Node: Sendable {
    let words: [String: Node]
    let parameters: [(ending: String, node: Node)]
    let endpoints: [Method: (PathPattern, Endpoint)]

    init(_ entries: [(rest: ArraySlice<PathPattern.Part>, method: Method, pattern: PathPattern, endpoint: Endpoint)]) {
      var words: [String: [(ArraySlice<PathPattern.Part>, Method, PathPattern, Endpoint)]] = [:]
      var parameters: [String: [(ArraySlice<PathPattern.Part>, Method, PathPattern, Endpoint)]] = [:]
      var endpoints: [Method: (PathPattern, Endpoint)] = [:]
      for entry in entries {
        switch entry.rest.first {
        case nil:
          precondition(endpoints[entry.method] == nil, "\(entry.method.rawValue) \(entry.pattern) is declared twice")
          endpoints[entry.method] = (entry.pattern, entry.endpoint)
        case .word(let word):
          words[word, default: []].append((entry.rest.dropFirst(), entry.method, entry.pattern, entry.endpoint))
        case .parameter(_, let ending):
          parameters[ending, default: []].append(
            (entry.rest.dropFirst(), entry.method, entry.pattern, entry.endpoint))
        }
      }
      self.words = words.mapValues { Node($0) }
      self.parameters = parameters.sorted { $0.key.utf8.count > $1.key.utf8.count }.map { ($0.key, Node($0.value)) }
      self.endpoints = endpoints
    }
  }

  public struct Found: Sendable {
    public let endpoint: Endpoint
    public let pattern: PathPattern
    public let parameters: [(name: String, value: String)]
  }

  public enum Outcome: Sendable {
    case found(Found)
    case otherMethods([Method])
    case nothing
  }

  private let root: Node

  public init(_ entries: [(method: Method, pattern: PathPattern, endpoint: Endpoint)]) {
    root = Node(entries.map { ($0.pattern.parts[...], $0.method, $0.pattern, $0.endpoint) })
  }

  public func find(_ method: Method, _ segments: [String]) -> Outcome {
    guard let node = search(root, segments[...]) else { return .nothing }
    let wanted: Method = method == .head ? .get : method
    guard let (pattern, endpoint) = node.endpoints[wanted] else {
      return .otherMethods(node.endpoints.keys.sorted { $0.rawValue < $1.rawValue })
    }
    var parameters: [(String, String)] = []
    for (part, segment) in zip(pattern.parts, segments) {
      if case .parameter(let name, let ending) = part {
        parameters.append((name, String(segment.dropLast(ending.count))))
      }
    }
    return .found(Found(endpoint: endpoint, pattern: pattern, parameters: parameters))
  }

  private func search(_ node: Node, _ segments: ArraySlice<String>) -> Node? {
    guard let first = segments.first else { return node.endpoints.isEmpty ? nil : node }
    if let next = node.words[first], let found = search(next, segments.dropFirst()) { return found }
    for (ending, next) in node.parameters where first.hasSuffix(ending) {
      if let found = search(next, segments.dropFirst()) { return found }
    }
    return nil
  }
}
