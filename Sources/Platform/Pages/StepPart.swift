extension Page {
  /// What a page that is worked on in steps asks next. It is sent as an address: nothing changes but what the page says.
  ///
  /// `kept` is what the page was looking at, and goes along.
  public mutating func step(
    _ fields: [any FormField], _ typed: Typed, at path: String, _ submit: Text, keeping kept: [(String, String)],
    errors: [FieldError] = []
  ) {
    if !errors.isEmpty { summary(FormAttempt(typed, .invalid(errors)), fields) }
    markup.raw("<form class=\"entry\" method=\"get\" novalidate action=\"")
    data(path)
    markup.raw("\">\n")
    for (name, value) in kept { hidden(name, value) }
    for field in fields {
      let error: FieldError? = errors.first { $0.field == field.key }
      control(field, value: typed[field.key], error: error, note: nil)
    }
    markup.raw("<p class=\"actions\"><button type=\"submit\">")
    say(submit)
    markup.raw("</button></p>\n</form>\n")
  }

  /// What has parts that have parts: each with the way to it, and what stands beside it. `current` is the one at hand.
  public mutating func outline(_ items: [OutlineItem]) {
    guard !items.isEmpty else { return }
    markup.raw("<ul class=\"outline\">\n")
    for item in items {
      markup.raw("<li>")
      if let role = item.role {
        say(role)
        markup.raw(language.colon)
      }
      markup.raw("<a href=\"")
      data(item.path)
      markup.raw(item.isCurrent ? "\" aria-current=\"step\">" : "\">")
      say(item.label)
      markup.raw("</a>")
      if let value = item.value {
        markup.raw(" <span>")
        say(value)
        markup.raw("</span>")
      }
      markup.raw("\n")
      outline(item.parts)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}

public struct OutlineItem: Sendable {
  let role: Text?
  let label: Text
  let path: String
  let value: Text?
  let isCurrent: Bool
  let parts: [OutlineItem]

  public init(
    _ label: Text, as role: Text?, at path: String, value: Text?, isCurrent: Bool, parts: [OutlineItem]
  ) {
    self.label = label
    self.role = role
    self.path = path
    self.value = value
    self.isCurrent = isCurrent
    self.parts = parts
  }
}
