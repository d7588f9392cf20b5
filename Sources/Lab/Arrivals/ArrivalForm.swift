import HTTP
import Platform

/// The document that somebody has already.
struct ArrivalForm: Form {
  static let file = Field<[UInt8]?>.document(
    "file", .arrivedFile, help: .arrivedFileHelp, types: [".docx", ".odt"], most: 20 << 20)
  static let fields: [any FormField] = [file]

  /// Read before the change begins, which must not wait for it; what is wrong with it is said to who may hand it in.
  let arrived: Result<ArrivedText, Refusal>

  init(_ values: FormValues) throws(Refusal) { arrived = Self.read(values[Self.file]) }

  private static func read(_ bytes: [UInt8]?) -> Result<ArrivedText, Refusal> {
    guard let bytes else { return .failure(.invalid("file", .fileIsMissing)) }
    do throws(TemplateFault) {
      let arrived = try ArrivedText(bytes)
      return arrived.blocks.isEmpty ? .failure(.invalid("file", .nothingToRead)) : .success(arrived)
    } catch {
      return .failure(.invalid("file", error.message))
    }
  }
}

/// How what arrives stands to what is there.
enum Placing: String, Choice {
  case append, replace

  var label: Text {
    switch self {
    case .append: Text(fr: "à la suite de ce qui y est", en: "after what is there")
    case .replace: Text(fr: "à la place de ce qui y est", en: "instead of what is there")
    }
  }
}

/// Where each part goes.
struct PlacingForm: Form {
  static func rubric(_ index: Int) -> Field<String?> {
    Field.text("rubric\(index + 1)", .placedIn, most: 40).optional
  }
  static func way(_ index: Int) -> Field<Placing?> { Field<Placing>.choice("way\(index + 1)", .placedHow).optional }

  static let fields: [any FormField] = (0..<ArrivalPart.most).flatMap { [rubric($0), way($0)] as [any FormField] }

  /// By the part's place in the document; what is left out is not there.
  let placings: [Int: (rubric: RubricKind, way: Placing)]

  init(_ values: FormValues) throws(Refusal) {
    var placings: [Int: (rubric: RubricKind, way: Placing)] = [:]
    for index in 0..<ArrivalPart.most {
      guard let name = values[Self.rubric(index)] else { continue }
      guard let rubric = RubricKind(rawValue: name) else { throw .invalid("rubric\(index + 1)", .noSuchRubric) }
      placings[index] = (rubric, values[Self.way(index)] ?? .append)
    }
    self.placings = placings
  }

  /// The fields of this document, with its headings, the others hidden.
  static func fields(_ arrival: Arrival, _ sheet: Sheet, _ content: SheetContent) -> (
    fields: [any FormField], hidden: [String]
  ) {
    var fields: [any FormField] = []
    for (index, part) in arrival.parts.enumerated() {
      let choices: [(key: String, label: Text)] = sheet.kind.rubrics
        .filter { $0 != .visions || part.visions != nil }
        .map { rubric in (rubric.rawValue, rubric.label) }
      fields.append(Field.among(rubric(index).key, .part(part), help: .matched(part), choices).optional)
      fields.append(Field<Placing>.choice(way(index).key, .placedHow, help: .begins(part)).optional)
    }
    let hidden: [String] = (arrival.parts.count..<ArrivalPart.most).flatMap { [rubric($0).key, way($0).key] }
    return (fields, hidden)
  }

  static func typed(_ arrival: Arrival, _ content: SheetContent) -> Typed {
    var typed = Typed()
    for (index, part) in arrival.parts.enumerated() {
      guard let rubric = part.rubric, rubric != .visions || part.visions != nil else { continue }
      typed.set(Self.rubric(index), rubric.rawValue)
      // Nothing that is there goes unless somebody says so.
      typed.set(way(index), content.isEmpty(rubric) ? .replace : .append)
    }
    return typed
  }
}

extension Text {
  static let importSheet = Text(fr: "Importer un document", en: "Import a document")
  static let arrivedFile = Text(fr: "Document Word ou LibreOffice", en: "Word or LibreOffice document")
  static let noSuchRubric = Text(
    fr: "La fiche n’a pas de rubrique de ce nom.", en: "The sheet has no rubric of that name.")
  static let arrivedParts = Text(fr: "Parties", en: "Parts")
  fileprivate static let arrivedFileHelp = Text(
    fr: "Un fichier .docx ou .odt de 20 Mio au plus, sans macros ni mot de passe.",
    en: "A .docx or .odt file of 20 MiB at most, without macros or password.")
  fileprivate static let fileIsMissing = Text(fr: "Choisissez un fichier.", en: "Choose a file.")
  fileprivate static let nothingToRead = Text(
    fr: "Ce document ne contient aucun texte.", en: "This document holds no text.")
  fileprivate static let placedIn = Text(fr: "Rubrique", en: "Rubric")
  fileprivate static let placedHow = Text(fr: "Comment", en: "How")

  fileprivate static func part(_ part: ArrivalPart) -> Text {
    part.heading.isEmpty
      ? Text(fr: "Début du document", en: "Beginning of the document")
      : Text { language in Text(fr: "« \(part.heading) » va dans", en: "“\(part.heading)” goes to")(language) }
  }

  fileprivate static func matched(_ part: ArrivalPart) -> Text {
    switch (part.rubric, part.isExact) {
    case (nil, _):
      Text(
        fr: "Aucune rubrique de ce nom : choisissez-en une, ou laissez vide pour ne pas le reprendre.",
        en: "No rubric of that name: choose one, or leave empty to leave it out.")
    case (.some, false):
      Text(fr: "Proposé d’après un titre voisin : à vérifier.", en: "Proposed from a similar heading: to be checked.")
    case (.some, true): Text(fr: "Même titre que la rubrique.", en: "The same heading as the rubric.")
    }
  }

  fileprivate static func begins(_ part: ArrivalPart) -> Text {
    Text(name: Prose(part.text, typography: .french).plain(limit: 160))
  }
}
