extension Prose {
  /// Where it leads, in order, each address once.
  public var links: [String] {
    var links: [String] = []
    for mark in marks {
      if case .open(.link(let address)) = mark, let text = address?.text, !links.contains(text) { links.append(text) }
    }
    return links
  }
}
