import SQL

/// What a capability puts into somebody's day.
public struct Agenda: Sendable {
  let allow: Allow
  let due: @Sendable (Scope) async throws -> [Due]

  /// `due` answers at most `Agenda.most` lines, the most pressing first.
  public init(allow: Allow, due: @Sendable @escaping (Scope) async throws -> [Due]) {
    self.allow = allow
    self.due = due
  }

  public static let most: Int = 100
}

/// One thing of the day: what, by when, and where to do it.
public struct Due: Sendable {
  public enum State: Sendable, CaseIterable {
    case late, soon, waiting

    var label: Text {
      switch self {
      case .late: Text(fr: "En retard", en: "Late")
      case .soon: Text(fr: "À faire bientôt", en: "Due soon")
      case .waiting: Text(fr: "En attente d’une réponse", en: "Waiting on others")
      }
    }

    var none: Text {
      switch self {
      case .late: Text(fr: "Rien n’est en retard.", en: "Nothing is late.")
      case .soon: Text(fr: "Rien ne presse.", en: "Nothing is pressing.")
      case .waiting: Text(fr: "Vous n’attendez personne.", en: "You are not waiting on anybody.")
      }
    }
  }

  public let state: State
  public let day: Day?
  /// What it is about: a record's own name.
  public let title: Text
  /// What is to be done, or awaited.
  public let what: Text
  public let path: String

  public init(_ state: State, _ day: Day?, _ title: Text, _ what: Text, path: String) {
    self.state = state
    self.day = day
    self.title = title
    self.what = what
    self.path = path
  }
}

extension Visit {
  /// All that waits for this visitor, from every capability.
  public func due() async throws -> [Due] {
    var due: [Due] = []
    for agenda in app.agendas where allows(agenda.allow) { due += try await agenda.due(scope) }
    return due.sorted { ($0.day ?? scope.today) < ($1.day ?? scope.today) }
  }

  /// Whether somebody is here with a role, who may have something to do.
  public var hasDay: Bool { viewer.account != nil && viewer.actor.kind != .public }
}

extension Page {
  /// The day of somebody who works here.
  public mutating func day(_ due: [Due]) {
    for state in Due.State.allCases {
      let lines: [Due] = due.filter { $0.state == state }
      section(Text { lines.isEmpty ? state.label($0) : "\(state.label($0)) (\(Page.count(lines.count, $0)))" }) {
        page in
        guard !lines.isEmpty else { return page.quiet(state.none) }
        page.dueLines(lines.prefix(Page.fewLines))
        guard lines.count > Page.fewLines else { return }
        page.markup.raw("<details><summary>")
        page.say(
          Text {
            let rest: String = $0.number(lines.count - Page.fewLines)
            return $0 == .en ? "\(rest) more" : "\(rest) de plus"
          })
        page.markup.raw("</summary>\n")
        page.dueLines(lines.dropFirst(Page.fewLines))
        page.markup.raw("</details>\n")
      }
    }
  }

  private static let fewLines: Int = 12

  /// An agenda says no more than so many: there may be others behind.
  private static func count(_ lines: Int, _ language: Language) -> String {
    guard lines >= Agenda.most else { return language.number(lines) }
    return language == .en ? "\(language.number(lines)) or more" : "\(language.number(lines)) ou plus"
  }

  private mutating func dueLines(_ lines: ArraySlice<Due>) {
    markup.raw("<ul class=\"due\">\n")
    for due in lines {
      markup.raw(due.state == .late ? "<li class=\"late\">" : "<li>")
      if let day = due.day {
        markup.raw("<time datetime=\"")
        data(day.description)
        markup.raw("\">")
        data(language.short(day))
        markup.raw("</time> ")
      }
      markup.raw("<a href=\"")
      data(due.path)
      markup.raw("\">")
      say(due.title)
      markup.raw("</a> <span>")
      say(due.what)
      markup.raw("</span></li>\n")
    }
    markup.raw("</ul>\n")
  }

  /// Something that is said in passing.
  public mutating func quiet(_ text: Text) {
    markup.raw("<p class=\"empty\">")
    say(text)
    markup.raw("</p>\n")
  }
}
