import HTML
import HTTP
import SQL

/// One thing that can be done to many records at once, and undone.
public struct Bulk<Record: Fetched, Filter: Form, Filled: Form>: Sendable {
  let summary: Text
  let action: Deed
  let noun: Noun
  /// Where the records are listed.
  let list: (name: Text, path: String)
  let intro: Text?
  let view: View<Record>
  let initial: @Sendable (Visit) -> Typed
  /// Fields whose choices only the records know.
  let fields: @Sendable (Visit) async throws -> [any FormField]
  let select: @Sendable (Scope, Selection<Filter>) -> Listing<Record>
  let apply: @Sendable (Scope, Record, Filled) async throws -> UndoStep
  let revert: @Sendable (Scope, UndoStep) async throws -> Void

  /// `apply` changes one record or throws a `Refusal`; `revert` puts it back as the step says, or throws one.
  public init(
    _ summary: Text, _ action: Deed, _ noun: Noun, list: (name: Text, path: String), intro: Text? = nil,
    _ view: View<Record>,
    initial: @Sendable @escaping (Visit) -> Typed = { _ in Typed() },
    fields: @Sendable @escaping (Visit) async throws -> [any FormField] = { _ in [] },
    select: @Sendable @escaping (Scope, Selection<Filter>) -> Listing<Record>,
    apply: @Sendable @escaping (Scope, Record, Filled) async throws -> UndoStep,
    revert: @Sendable @escaping (Scope, UndoStep) async throws -> Void
  ) {
    self.summary = summary
    self.action = action
    self.noun = noun
    self.list = list
    self.intro = intro
    self.view = view
    self.initial = initial
    self.fields = fields
    self.select = select
    self.apply = apply
    self.revert = revert
  }

  func records(_ scope: Scope, _ pairs: FormPairs) async throws -> [Record] {
    let most: Int = Selection<Filter>.most
    let records: [Record] = try await select(scope, try Selection(pairs)).first(most + 1)
    guard records.count <= most else { throw Refusal.conflict(.tooManyChosen(most)) }
    guard !records.isEmpty else { throw Refusal.conflict(.nothingChosen) }
    return records
  }

  /// What tells one set of records from another, for a reader who confirms what they have seen.
  fileprivate func mark(_ records: [Record]) -> Int {
    records.reduce(records.count) { ($0 &* 31 &+ Int(view.number(of: $1) ?? 0)) & 0xFFFF_FFFF }
  }

  private static func told(_ problems: [FieldError]) -> [FieldError] {
    let most: Int = 20
    guard problems.count > most else { return problems }
    return problems.prefix(most) + [FieldError(Chosen<Filled>.selection.key, .andMore(problems.count - most))]
  }

  func name(_ record: Record) -> String {
    view.columns.first { !$0.isForMachines }?.cell(record).words(.fr) ?? ""
  }

  /// All of them in one change. Without leave to skip, one that refuses stops them all, and every refusal is said.
  func run(_ scope: Scope, _ chosen: Chosen<Filled>) async throws -> Undo {
    var steps: [UndoStep] = []
    var problems: [FieldError] = []
    let records: [Record] = try await records(scope, chosen.selection)
    // What a colleague has added meanwhile was not confirmed.
    if let seen = chosen.seen, seen != mark(records) {
      throw Refusal.conflict(.selectionMoved(noun.counted(records.count)))
    }
    for record in records {
      do { steps.append(try await apply(scope, record, chosen.form)) } catch let refusal as Refusal {
        let why: Text = refusal.reason
        let name: String = name(record)
        problems.append(FieldError(Chosen<Filled>.selection.key, Text { "\(name)\($0.colon)\(why($0))" }))
      }
    }
    if !problems.isEmpty, !chosen.isSkipping || steps.isEmpty {
      throw Refusal.several(.unfit(noun.counted(problems.count)), Self.told(problems))
    }
    return try await UndoStore(scope).keep(action, steps, left: problems.count)
  }
}

/// What it takes to put one record back: which, at the version that the change left, and what it was.
public struct UndoStep: Sendable, Equatable {
  public let record: Int64
  public let version: Int
  /// Whatever its capability needs to know of the past.
  public let memo: String

  public init(_ record: Int64, version: Int, memo: String) {
    self.record = record
    self.version = version
    self.memo = memo
  }
}

extension Refusal {
  /// Why, in words, whichever kind it is.
  var reason: Text {
    switch self {
    case .forbidden(let text), .conflict(let text, _), .wait(let text, _), .unauthorized(let text): text
    case .invalid(let errors): errors.first?.message ?? .missing
    default: .notThere
    }
  }
}

extension Endpoint {
  /// The page that says what will be done to which records, and what receives it: they all change, or none does.
  public static func bulk<Record, Filter, Filled>(
    _ bulk: Bulk<Record, Filter, Filled>, allow: Allow, page: String, posts: String
  ) -> [Endpoint] {
    var endpoints: [Endpoint] = form(
      bulk.summary, allow: allow, page: page, posts: posts, Chosen<Filled>.self,
      show: { visit in try await bulk.page(visit) },
      submit: { _, scope, chosen in
        let undo: Undo = try await bulk.run(scope, chosen)
        return .many(bulk.action, at: bulk.back(chosen.selection), undo)
      })
    endpoints[1].undoing = Undoing(allow: allow, action: bulk.action, list: bulk.list.path, revert: bulk.revert)
    return endpoints
  }
}

/// How the steps of one kind of change are undone.
struct Undoing: Sendable {
  /// Who may still do it: a role may have ended since.
  let allow: Allow
  let action: Deed
  let list: String
  let revert: @Sendable (Scope, UndoStep) async throws -> Void
}

extension Bulk {
  fileprivate func page(_ visit: Visit) async throws -> FormPage {
    let sent: FormPairs = (try? visit.request.pairs()) ?? FormPairs()
    let asked: FormPairs =
      sent["selection"].flatMap { try? FormPairs(urlEncoded: Array($0.utf8)) } ?? visit.request.head.target.query
    let list = Crumb(list.name(visit.language), back(asked))
    var initial: Typed = initial(visit)
    initial["selection"] = ["lang", "done"].reduce(asked) { $0.setting($1, to: nil) }.encoded
    let records: [Record]
    do { records = try await self.records(visit.scope, asked) } catch let refusal as Refusal {
      // Nothing to ask anything about: the page says why, and leads back.
      let reason: Text = refusal.reason
      return FormPage(
        summary, crumbs: [list], submit: .save, initial: initial, isClosed: true,
        above: { $0.paragraph(reason) })
    }
    initial["seen"] = String(mark(records))
    let count: Text = noun.counted(records.count)
    return FormPage(
      summary, crumbs: [list], intro: intro,
      submit: Text { "\(summary($0)) (\(count($0)))" }, initial: initial,
      fields: try await fields(visit),
      above: { page in
        page.steps([.chooseStep, .checkStep, .doneStep], at: 1)
        page.table(
          view, Array(records.prefix(Self.shown)), caption: Text { "\(summary($0))\($0.colon)\(count($0))" },
          empty: noun.noneMatches)
        guard records.count > Self.shown else { return }
        page.paragraph(.andMore(records.count - Self.shown))
      })
  }

  /// The list as it was when they were chosen.
  fileprivate func back(_ selection: FormPairs) -> String {
    [TableTools.picks, "all", "lang", "done", "page"].reduce(selection) { $0.setting($1, to: nil) }.after(list.path)
  }

  /// Enough to see that they are the right ones.
  private static var shown: Int { 50 }
}

extension Saved {
  fileprivate static func many(_ action: Deed, at path: String, _ undo: Undo) -> Saved {
    var query: String = FormPairs().setting("count", to: String(undo.count))
      .setting("left", to: undo.left > 0 ? String(undo.left) : nil).setting("undo", to: undo.id.description).encoded
    query = (path.contains("?") ? "&" : "?") + query
    return Saved(
      path: path + query, action: action, isNew: false
    ) { json in
      json.object { json in
        json.member("changed", undo.count)
        json.member("leftAside", undo.left)
        json.member("undo", Int(undo.id.number))
      }
    }
  }
}

extension Text {
  fileprivate static func selectionMoved(_ count: Text) -> Text {
    Text { language in
      language == .en
        ? "The list has changed since you looked: it is now about \(count(language)). Check and confirm again."
        : "La liste a changé depuis que vous l’avez vue : il s’agit maintenant de \(count(language)). Vérifiez et confirmez à nouveau."
    }
  }

  fileprivate static func unfit(_ count: Text) -> Text {
    Text { language in
      language == .en ? "Not allowed for \(count(language))" : "Impossible pour \(count(language))"
    }
  }

  static let chooseStep = Text(fr: "Choisir", en: "Choose")
  static let checkStep = Text(fr: "Vérifier", en: "Check")
  static let doneStep = Text(fr: "C’est fait", en: "Done")

  static func andMore(_ count: Int) -> Text {
    Text { language in
      let number: String = language.number(count)
      return language == .en ? "and \(number) more." : "et \(number) de plus."
    }
  }
}
