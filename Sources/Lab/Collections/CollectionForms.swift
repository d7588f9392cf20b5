import Platform
import SQL

struct CollectionForm: Form {
  static let name = Field.text("name", .collectionName, help: .collectionNameHelp, most: 160)
  static let call = Field.prose("call", .collectionCall, help: .collectionCallHelp, most: 20_000)
  static let opened = Field.day("opened", .openedOn)
  static let deadline = Field.day("deadline", .deadline, help: .deadlineHelp)
  static let closed = Field.day("closed", .closedOn, help: .closedOnHelp).optional
  static let fields: [any FormField] = [name, call, opened, deadline, closed]

  let name: String
  let call: String
  let opened: Day
  let deadline: Day
  let closed: Day?

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    call = values[Self.call]
    opened = values[Self.opened]
    deadline = values[Self.deadline]
    closed = values[Self.closed]
    if deadline < opened { throw .invalid("deadline", .deadlineBeforeOpening) }
    if let closed, closed < opened { throw .invalid("closed", .deadlineBeforeOpening) }
  }

  init(name: String, call: String, opened: Day, deadline: Day, closed: Day? = nil) {
    self.name = name
    self.call = call
    self.opened = opened
    self.deadline = deadline
    self.closed = closed
  }

  static func typed(_ collection: SheetCollection) -> Typed {
    var typed = Typed()
    typed.set(name, collection.name)
    typed.set(call, collection.call)
    typed.set(opened, collection.opened)
    typed.set(deadline, collection.deadline)
    typed.set(closed, collection.closed)
    typed.set(.version, collection.version)
    return typed
  }
}

/// Whom to ask for a sheet.
struct SheetInvitationForm: Form {
  static let territory = Field.text("territory", .oneTerritory, most: 60)
  static let contact = Field.text("contact", .contactName, most: 120)
  static let email = Field.email("email", .contactEmail, help: .contactEmailHelp)
  static let wish = Field.text("wish", .wishedProgramme, help: .wishedProgrammeHelp, most: 160).optional
  static let message = Field.lines("message", .invitationMessage, help: .invitationMessageHelp, most: 2_000).optional
  static let fields: [any FormField] = [territory, contact, email, wish, message]

  let territory: String
  let contact: String
  let email: String
  let wish: String
  let message: String

  init(_ values: FormValues) throws(Refusal) {
    territory = values[Self.territory]
    contact = values[Self.contact]
    email = values[Self.email].text
    wish = values[Self.wish] ?? ""
    message = values[Self.message] ?? ""
  }

  init(territory: String, contact: String, email: String, wish: String) {
    self.territory = territory
    self.contact = contact
    self.email = email
    self.wish = wish
    message = ""
  }

  static func fields(_ territories: [(key: String, label: Text)]) -> [any FormField] {
    [Field.among("territory", .oneTerritory, territories)]
  }
}

struct InvitationFilter: Form {
  static let stage = Field<SheetStage>.choice("stage", .stage).optional
  static let late = Field.flag("late", .lateOnly)
  static let fields: [any FormField] = [stage, late]

  let stage: SheetStage?
  let isLate: Bool

  init(_ values: FormValues) throws(Refusal) {
    stage = values[Self.stage]
    isLate = values[Self.late]
  }
}

struct ReviewerForm: Form {
  static let name = Field.text("name", .reviewerName, most: 120)
  static let email = Field.email("email", .contactEmail, help: .reviewerEmailHelp)
  static let fields: [any FormField] = [name, email]

  let name: String
  let email: String

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    email = values[Self.email].text
  }
}

/// Which programme the territory describes.
struct JoinForm: Form {
  static let programme = Field.text("programme", .oneProgramme, help: .joinProgrammeHelp, most: 60)
  static let fields: [any FormField] = [programme]

  let programme: String

  init(_ values: FormValues) throws(Refusal) { programme = values[Self.programme] }
}

/// Why it is declined, sent back or withdrawn.
struct ReasonForm: Form {
  static let note = Field.lines("note", .stepReason, help: .stepReasonHelp, most: 4_000)
  static let fields: [any FormField] = [note]

  let note: String

  init(_ values: FormValues) throws(Refusal) { note = values[Self.note] }
}

/// What may be said with a step that explains itself.
struct NoteForm: Form {
  static let note = Field.lines("note", .stepNote, help: .stepReasonHelp, most: 4_000).optional
  static let fields: [any FormField] = [note]

  let note: String

  init(_ values: FormValues) throws(Refusal) { note = values[Self.note] ?? "" }
}

/// An elected member’s word; where somebody else writes it down, whose and of which day.
struct ValidationForm: Form {
  static let elected = Field.text("elected", .agreedBy, help: .agreedByHelp, most: 120).optional
  static let day = Field.day("day", .agreedOn).optional
  static let fields: [any FormField] = [elected, day] + NoteForm.fields

  let elected: String?
  let day: Day?
  let note: String

  init(_ values: FormValues) throws(Refusal) {
    elected = values[Self.elected]
    day = values[Self.day]
    note = values[NoteForm.note] ?? ""
  }

  /// An elected member speaks for themselves; for anybody else, the agreement must be somebody’s, and of a day.
  func agreement(by actor: Actor, on today: Day) throws(Refusal) -> StepNote {
    if actor.kinds.contains(.elected), elected == nil, day == nil { return StepNote(note: note) }
    guard let elected else { throw .invalid("elected", .agreementExpected) }
    guard let day else { throw .invalid("day", .agreementExpected) }
    guard day <= today else { throw .invalid("day", .agreementToCome) }
    return StepNote(note: note, agreedName: elected, agreedDay: day)
  }
}

struct CommentForm: Form {
  static let text = Field.prose("text", .commentText, most: 10_000)
  static let quotation = Field.lines("quotation", .quotedPassage, help: .quotedPassageHelp, most: 1_000).optional
  static let fields: [any FormField] = [text, quotation]

  let text: String
  let quotation: String

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    quotation = values[Self.quotation] ?? ""
  }
}

/// A comment on a sheet, which says where it stands.
struct NewCommentForm: Form {
  static let place = Field.text("place", .commentPlace, most: 40)
  static let fields: [any FormField] = [place] + CommentForm.fields

  let place: CommentPlace
  let comment: CommentForm

  init(_ values: FormValues) throws(Refusal) {
    comment = try CommentForm(values)
    guard let place = CommentPlace(values[Self.place]) else { throw .invalid("place", .noSuchPlace) }
    self.place = place
  }
}

struct ReplyForm: Form {
  static let text = Field.prose("text", .commentText, most: 10_000)
  static let fields: [any FormField] = [text]

  let text: String

  init(_ values: FormValues) throws(Refusal) { text = values[Self.text] }
}
