import SQL

/// Something that happened, or will, on a day.
public struct Moment: Sendable {
  let day: Day
  let title: Text
  let detail: Text?

  public init(_ day: Day, _ title: Text, _ detail: Text? = nil) {
    self.day = day
    self.title = title
    self.detail = detail
  }
}

extension Page {
  /// What happened and what is to come, the oldest first.
  public mutating func moments(_ moments: [Moment]) {
    markup.raw("<ol class=\"moments\">\n")
    for moment in moments.sorted(by: { $0.day < $1.day }) {
      markup.raw(moment.day > today ? "<li class=\"coming\"><time datetime=\"" : "<li><time datetime=\"")
      data(moment.day.description)
      markup.raw("\">")
      data(language.long(moment.day))
      markup.raw("</time> <strong>")
      say(moment.title)
      markup.raw("</strong>")
      if let detail = moment.detail {
        markup.raw("<br>")
        say(detail)
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ol>\n")
  }

  /// Where something stands, in a word; the colour only repeats it.
  public mutating func mark(_ text: Text, _ tone: Tone = .plain) {
    switch tone {
    case .plain: markup.raw("<span class=\"mark\">")
    case .good: markup.raw("<span class=\"mark good\">")
    case .warn: markup.raw("<span class=\"mark warn\">")
    case .bad: markup.raw("<span class=\"mark bad\">")
    }
    say(text)
    markup.raw("</span>\n")
  }

  public enum Tone: Sendable { case plain, good, warn, bad }

  /// What helps to understand what stands next to it, for whom asks.
  public mutating func aside(_ question: Text, _ body: (inout Page) throws -> Void) rethrows {
    markup.raw("<details class=\"aside\"><summary>")
    say(question)
    markup.raw("</summary>\n")
    try body(&self)
    markup.raw("</details>\n")
  }
}
