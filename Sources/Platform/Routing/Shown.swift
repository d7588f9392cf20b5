import HTTP
import SQL

/// One record to show: the same value becomes the page and the JSON.
public struct Shown: Sendable {
  let title: String
  let crumbs: [Crumb]
  /// The record's number, under which its history is kept.
  let number: Int64?
  /// The programme that the record belongs to: who runs it reads its history.
  let programme: ID<Programme>?
  let json: @Sendable (inout JSONWriter) -> Void
  let body: @Sendable (inout Page) -> Void
  /// Its values alone, for a reader who may not follow its links.
  let facts: @Sendable (inout Page) -> Void
  /// What an address book keeps of it.
  let contact: ContactCard?

  public init<Record>(
    _ title: String, crumbs: [Crumb], _ view: View<Record>, _ record: Record, of programme: ID<Programme>? = nil,
    contact: ContactCard? = nil, body: @Sendable @escaping (inout Page) -> Void
  ) {
    self.title = title
    self.crumbs = crumbs
    number = view.number(of: record)
    self.programme = programme
    self.json = { json in view.write(record, &json) }
    self.body = body
    self.facts = { page in page.facts(view.withoutLinks, record) }
    self.contact = contact ?? view.contact?(record)
  }
}

/// A list to show: as a page, JSON, CSV or a spreadsheet, all of exactly the same lines.
public struct ListPage<Record: Fetched>: Sendable {
  let title: Text
  let crumbs: [Crumb]
  let intro: Text?
  let view: View<Record>
  /// Columns that this actor's page and exports go without; in JSON they are there, and null.
  let hidden: [String]
  let listing: Listing<Record>
  let filters: [any FormField]
  let actions: [ActionLink]
  /// What can be done to many of its lines at once.
  let bulk: [ActionLink]
  /// Fewer where each line costs more to put together.
  let rowsPerPage: Int
  let noun: Noun
  let mark: (@Sendable (Record) -> Text?)?
  /// How a page draws its lines, where a table would not do them justice.
  let cards: (@Sendable (inout Page, Record) -> Void)?
  /// What cards that were picked are sent to.
  let picking: Picking?
  /// What stands above the list.
  let above: (@Sendable (inout Page) -> Void)?
  let head: PageHead

  public init(
    _ title: Text, crumbs: [Crumb] = [], intro: Text? = nil, _ view: View<Record>, _ listing: Listing<Record>,
    hiding hidden: [String] = [], filters: [any FormField] = [],
    actions: [ActionLink] = [], bulk: [ActionLink] = [], rowsPerPage: Int = 50, _ noun: Noun,
    mark: (@Sendable (Record) -> Text?)? = nil, cards: (@Sendable (inout Page, Record) -> Void)? = nil,
    picking: Picking? = nil, above: (@Sendable (inout Page) -> Void)? = nil, head: PageHead = PageHead()
  ) {
    self.title = title
    self.crumbs = crumbs
    self.intro = intro
    self.view = view
    self.hidden = hidden
    self.listing = listing
    self.filters = filters
    self.actions = actions
    self.bulk = bulk
    self.rowsPerPage = rowsPerPage
    self.noun = noun
    self.mark = mark
    self.cards = cards
    self.picking = picking
    self.above = above
    self.head = head
  }
}

/// Where the boxes ticked on cards lead, without any script.
public struct Picking: Sendable {
  let path: String
  let label: Text

  public init(_ label: Text, at path: String) {
    self.label = label
    self.path = path
  }
}

extension ListPage {
  /// The columns that this actor may choose from.
  var visible: View<Record> { View(view.name, view.columns.filter { !hidden.contains($0.key) }) }

  /// Those that the reader chose, and always the first, which says what the line is about.
  func shown(_ address: ListAddress) -> View<Record> {
    guard !address.columns.isEmpty else { return visible }
    let first: String? = visible.columns.first { !$0.isForMachines }?.key
    return View(
      view.name,
      visible.columns.filter { $0.isForMachines || $0.key == first || address.columns.contains($0.key) })
  }

  /// What a file holds: the columns shown, with those for machines where nobody chose.
  func exported(_ address: ListAddress) -> View<Record> {
    guard !address.columns.isEmpty else { return visible }
    return View(view.name, shown(address).columns.filter { !$0.isForMachines })
  }
}

/// A form to fill in.
public struct FormPage: Sendable {
  let title: Text
  let crumbs: [Crumb]
  let intro: Text?
  let submit: Text
  /// A second button, that saves too and comes back to the same form, empty.
  let another: Text?
  let initial: Typed
  /// Fields whose choices only the records know, instead of those of the same key.
  let fields: [any FormField]
  /// Fields that are not asked of this record.
  let hidden: [String]
  let canCancel: Bool
  /// Nobody would receive it now: what stands around the form says what to do instead.
  let isClosed: Bool
  /// A line for each record, where there are many to enter.
  let grid: GridShape?
  let above: (@Sendable (inout Page) -> Void)?
  let below: (@Sendable (inout Page) -> Void)?

  public init(
    _ title: Text, crumbs: [Crumb], intro: Text? = nil, submit: Text, another: Text? = nil,
    initial: Typed = Typed(),
    fields: [any FormField] = [], hiding hidden: [String] = [], canCancel: Bool = true,
    isClosed: Bool = false, above: (@Sendable (inout Page) -> Void)? = nil,
    below: (@Sendable (inout Page) -> Void)? = nil
  ) {
    self.init(
      title, crumbs: crumbs, intro: intro, submit: submit, another: another, initial: initial, fields: fields,
      hiding: hidden, canCancel: canCancel, isClosed: isClosed, grid: nil, above: above, below: below)
  }

  /// A page to enter many records on, a line each.
  public init<Row>(
    _ title: Text, crumbs: [Crumb], intro: Text? = nil, submit: Text, grid: Grid<Row>.Type,
    columns: [any FormField] = []
  ) {
    self.init(title, crumbs: crumbs, intro: intro, submit: submit, grid: GridShape(Row.fields, columns))
  }

  private init(
    _ title: Text, crumbs: [Crumb], intro: Text? = nil, submit: Text, another: Text? = nil,
    initial: Typed = Typed(),
    fields: [any FormField] = [], hiding hidden: [String] = [], canCancel: Bool = true, isClosed: Bool = false,
    grid: GridShape?,
    above: (@Sendable (inout Page) -> Void)? = nil, below: (@Sendable (inout Page) -> Void)? = nil
  ) {
    self.grid = grid
    self.title = title
    self.crumbs = crumbs
    self.intro = intro
    self.submit = submit
    self.another = another
    self.initial = initial
    self.fields = fields
    self.hidden = hidden
    self.canCancel = canCancel
    self.isClosed = isClosed
    self.above = above
    self.below = below
  }
}

/// What a form did: where to look at it, and what the API answers.
public struct Saved: Sendable {
  /// Where a browser goes next, to be told what was done: the same whenever it asks again.
  var landing: String {
    let place: String = returning ?? path
    return "\(place)\(place.contains("?") ? "&" : "?")done=\(action.key)"
  }

  let path: String
  let action: Deed
  let isNew: Bool
  /// Where a browser goes instead of to the record.
  private(set) var returning: String? = nil
  /// What is done once it is written, while its answer leaves: begun before, it would not see what it is about.
  private(set) var follow: (@Sendable (App) async throws -> Void)? = nil
  let json: @Sendable (inout JSONWriter) -> Void

  func followed(by work: @Sendable @escaping (App) async throws -> Void) -> Saved {
    var saved: Saved = self
    saved.follow = work
    return saved
  }

  /// Done from a page that shows many records, to which one goes back.
  public func returning(to path: String) -> Saved {
    var saved: Saved = self
    saved.returning = path
    return saved
  }

  public static func created<Record>(_ action: Deed, at path: String, _ view: View<Record>, _ record: Record) -> Saved {
    Saved(path: path, action: action, isNew: true, json: { json in view.write(record, &json) })
  }

  /// A programme that was opened.
  public static func created(_ action: Deed, at path: String, _ programme: Programme) -> Saved {
    .created(action, at: path, .programme, programme)
  }

  public static func changed<Record>(_ action: Deed, at path: String, _ view: View<Record>, _ record: Record) -> Saved {
    Saved(path: path, action: action, isNew: false, json: { json in view.write(record, &json) })
  }
}
