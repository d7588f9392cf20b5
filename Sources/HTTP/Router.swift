/// `/sites/{site}/lots`: words to match and places for identifiers.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  enum Part: Sendable, Hashable {
    case word(String)
    case parameter(String)
  }

  let parts: [Part]
  public let description: String

  public init(_ text: String) {
    description = text
    parts = text.split(separator: "/").map { part in
      part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .word(String(part))
    }
  }

  public var parameters: [String] {
    parts.compactMap { part in
      if case .parameter(let name) = part { return name }
      return nil
    }
  }
}

/// Finds what answers a path, a word before a parameter: `/sites/nouveau` is never the site « nouveau ».
public struct Router<Endpoint: Sendable>: Sendable {
  private final class Node: Sendable {
    let words: [String: Node]
    let parameter: Node?
    let endpoints: [Method: (PathPattern, Endpoint)]

    init(_ entries: [(rest: ArraySlice<PathPattern.Part>, method: Method, pattern: PathPattern, endpoint: Endpoint)]) {
      var words: [String: [(ArraySlice<PathPattern.Part>, Method, PathPattern, Endpoint)]] = [:]
      var parameter: [(ArraySlice<PathPattern.Part>, Method, PathPattern, Endpoint)] = []
      var endpoints: [Method: (PathPattern, Endpoint)] = [:]
      for entry in entries {
        switch entry.rest.first {
        case nil:
          precondition(endpoints[entry.method] == nil, "\(entry.method.rawValue) \(entry.pattern) is declared twice")
          endpoints[entry.method] = (entry.pattern, entry.endpoint)
        case .word(let word):
          words[word, default: []].append((entry.rest.dropFirst(), entry.method, entry.pattern, entry.endpoint))
        case .parameter: parameter.append((entry.rest.dropFirst(), entry.method, entry.pattern, entry.endpoint))
        }
      }
      self.words = words.mapValues { Node($0) }
      self.parameter = parameter.isEmpty ? nil : Node(parameter)
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
      if case .parameter(let name) = part { parameters.append((name, segment)) }
    }
    return .found(Found(endpoint: endpoint, pattern: pattern, parameters: parameters))
  }

  private func search(_ node: Node, _ segments: ArraySlice<String>) -> Node? {
    guard let first = segments.first else { return node.endpoints.isEmpty ? nil : node }
    if let next = node.words[first], let found = search(next, segments.dropFirst()) { return found }
    return node.parameter.flatMap { search($0, segments.dropFirst()) }
  }
}
