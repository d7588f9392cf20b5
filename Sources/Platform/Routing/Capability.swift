import SQL

/// The one door of a capability. Its line in `Site` is all that the rest of the house knows of it.
public protocol Capability: Sendable {
  /// What API tokens call it, and under which name people choose it there; nil where there is nothing to choose.
  var section: (key: String, name: Text)? { get }
  var routes: [Endpoint] { get }
  var migrations: Migrations? { get }
  var menu: [MenuEntry] { get }
  /// What can happen to its records, in words.
  var deeds: [Deed] { get }
  /// What it tells people of.
  var notices: [NoticeKind] { get }
  /// How its records are found by name from any page.
  var finders: [Finder] { get }
  /// What it has for somebody's day: due, late, waiting on others.
  var agendas: [Agenda] { get }
  /// What it puts into the calendars that people follow.
  var calendars: [CalendarPart] { get }
  /// What letters can be written about, with the fields that templates may hold.
  var letters: [LetterKind] { get }
  /// What it lets programmes be configured with.
  var chapters: [Chapter] { get }
  /// What of its records uses an entry of a configuration, its own or another's.
  var uses: [EntryUse] { get }
  /// Where its records are found on a programme's page.
  var programmeParts: [ProgrammePart] { get }
  /// What figures can be made of.
  var facts: [Fact] { get }
  /// What it issued once and for all, under a fingerprint.
  var issued: [Issued] { get }
  /// What it does by itself, every hour.
  var chores: [Chore] { get }
  /// What of its records a table can bring.
  var importers: [Importer] { get }
  /// Its public pages, for who indexes the web.
  var sitemap: [SitemapSection] { get }
  /// Gives who takes over what of its records was somebody's by name, beside their roles.
  func handOver(from leaver: ID<Account>, to successor: Account, _ scope: Scope) async throws
  /// Enters the demonstration's records for one territory, through the same rules as anybody's.
  func demonstrate(_ scope: Scope, _ territory: Territory) async throws
  /// Enters what brings together what several territories entered, once all of them have.
  func demonstrateTogether(_ scope: Scope, _ territory: Territory) async throws
}

extension Capability {
  public var section: (key: String, name: Text)? { nil }
  public var migrations: Migrations? { nil }
  public var menu: [MenuEntry] { [] }
  public var deeds: [Deed] { [] }
  public var notices: [NoticeKind] { [] }
  public var finders: [Finder] { [] }
  public var agendas: [Agenda] { [] }
  public var calendars: [CalendarPart] { [] }
  public var letters: [LetterKind] { [] }
  public var chapters: [Chapter] { [] }
  public var uses: [EntryUse] { [] }
  public var programmeParts: [ProgrammePart] { [] }
  public var facts: [Fact] { [] }
  public var issued: [Issued] { [] }
  public var chores: [Chore] { [] }
  public var importers: [Importer] { [] }
  public var sitemap: [SitemapSection] { [] }
  public func handOver(from leaver: ID<Account>, to successor: Account, _ scope: Scope) async throws {}
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {}
  public func demonstrateTogether(_ scope: Scope, _ territory: Territory) async throws {}
}
