import Synchronization

/// What the database was asked, statement by statement: a page's number of queries, a statement without scope.
public final class Trace: Sendable {
  private let texts = Mutex<[String]>([])

  public init() {}

  func saw(_ text: String) { texts.withLock { $0.append(text) } }

  /// The statements seen since the last call.
  public func take() -> [String] {
    texts.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }
}
