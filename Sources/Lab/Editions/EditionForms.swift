import Platform
import SQL

struct EditionForm: Form {
  static let number = Field.number("number", .editionNumber, help: .editionNumberHelp, 1...9_999)
  static let title = Field.text("title", .editionTitle, most: 200)
  static let subtitle = Field.text("subtitle", .editionSubtitle, help: .editionSubtitleHelp, most: 200).optional
  static let day = Field.day("day", .editionDay, help: .editionDayHelp)
  static let fields: [any FormField] = [number, title, subtitle, day]

  let number: Int
  let title: String
  let subtitle: String
  let day: Day

  init(_ values: FormValues) throws(Refusal) {
    number = values[Self.number]
    title = values[Self.title]
    subtitle = values[Self.subtitle] ?? ""
    day = values[Self.day]
  }

  init(_ number: Int, _ title: String, _ subtitle: String, on day: Day) {
    self.number = number
    self.title = title
    self.subtitle = subtitle
    self.day = day
  }

  static func blank(_ number: Int, _ title: String, on today: Day) -> Typed {
    var typed = Typed()
    typed.set(Self.number, number)
    typed.set(Self.title, title)
    typed.set(day, today)
    return typed
  }

  static func typed(_ edition: Edition) -> Typed {
    var typed: Typed = blank(edition.number, edition.title, on: edition.day)
    typed.set(subtitle, edition.subtitle)
    typed.set(.version, edition.version)
    return typed
  }
}

/// Which published sheets an edition takes.
struct EditionSheetsForm: Form {
  static let sheets = Field<[String]>.several("sheets", .sheets, help: .editionSheetsHelp)
  static let fields: [any FormField] = [sheets]

  let sheets: [String]

  init(_ values: FormValues) throws(Refusal) { sheets = values[Self.sheets] }
}

/// Where a sheet stands among all those of an edition.
struct EditionRankForm: Form {
  static let rank = Field.number("rank", .rank, help: .rankHelp, 1...200)
  static let fields: [any FormField] = [rank]

  let rank: Int

  init(_ values: FormValues) throws(Refusal) { rank = values[Self.rank] }
}

struct EditionTextForm: Form {
  static let kind = Field<EditionText.Kind>.choice("kind", .editionTextKind)
  static let rank = Field.number("rank", .rank, help: .rankHelp, 1...100)
  static let title = Field.text("title", .editionTitle, most: 200)
  static let author = Field.text("author", .editionAuthor, most: 200).optional
  static let mandate = Field.lines("mandate", .editionMandate, help: .editionMandateHelp, most: 500).optional
  static let text = Field.prose("text", .rubricText, most: 60_000)
  static let fields: [any FormField] = [kind, rank, title, author, mandate, text]

  let kind: EditionText.Kind
  let rank: Int
  let title: String
  let author: String
  let mandate: String
  let text: String

  init(_ values: FormValues) throws(Refusal) {
    kind = values[Self.kind]
    rank = values[Self.rank]
    title = values[Self.title]
    author = values[Self.author] ?? ""
    mandate = values[Self.mandate] ?? ""
    text = values[Self.text]
  }

  init(_ kind: EditionText.Kind, rank: Int, _ title: String, by author: String, _ mandate: String, _ text: String) {
    self.kind = kind
    self.rank = rank
    self.title = title
    self.author = author
    self.mandate = mandate
    self.text = text
  }

  static func typed(_ text: EditionText) -> Typed {
    var typed = Typed()
    typed.set(kind, text.kind)
    typed.set(rank, text.rank)
    typed.set(title, text.title)
    typed.set(author, text.author)
    typed.set(mandate, text.mandate)
    typed.set(Self.text, text.text)
    typed.set(.version, text.version)
    return typed
  }
}
