/// Why figures cannot be drawn as they were asked to be: the drawing would say something that is not true.
public struct ChartRefusal: Error, Sendable, Hashable {
  public let message: Text

  init(_ message: Text) { self.message = message }
}
