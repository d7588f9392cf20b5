import HTTP
import SQL

/// What somebody filled in, read and checked field by field before any rule sees it.
public protocol Form: Sendable {
  static var fields: [any FormField] { get }
  /// Only called with values that every field has accepted.
  init(_ values: FormValues) throws(Refusal)
}

/// The values that the fields of one form accepted.
public struct FormValues: Sendable {
  private let values: [String: any Sendable]

  init(_ values: [String: any Sendable]) { self.values = values }

  public subscript<Value: Sendable>(_ field: Field<Value>) -> Value {
    guard let value = values[field.key] as? Value else {
      preconditionFailure("\(field.key) is read by a form that does not list it")
    }
    return value
  }
}

/// What was typed, as it was typed: shown again whenever something is wrong with it.
public struct Typed: Sendable {
  public private(set) var raw: [String: String] = [:]
  /// What was sent beside the text, by field. A file cannot be shown again: it has to be chosen anew.
  private(set) var files: [String: Upload] = [:]

  public init() {}

  init(_ pairs: FormPairs, _ uploads: [Upload] = [], for fields: [any FormField] = []) {
    for upload in uploads.reversed() { files[upload.field] = upload }
    // The first that says something wins: a choice above a box, or else what is in the box.
    for pair in pairs.pairs.reversed() where !pair.value.isEmpty || raw[pair.name] == nil {
      raw[pair.name] = pair.value
    }
    for field in fields where field.takesSeveral {
      raw[field.key] = SeveralValues.raw(pairs.all(field.key))
    }
  }

  public subscript(_ key: String) -> String? {
    get { raw[key] }
    set { raw[key] = newValue }
  }

  /// Puts a record's value where it can be changed.
  public mutating func set<Value>(_ field: Field<Value>, _ value: Value) { raw[field.key] = field.write(value) }
}

extension Typed {
  /// « demain » and « 16 juin » as the days that they are today.
  fileprivate func dated(_ fields: [any FormField], on today: Day) -> Typed {
    var dated: Typed = self
    for field in fields {
      guard case .day = field.control, let text = self[field.key], Day(iso: text) == nil,
        let typed = TypedDay(text, on: today)
      else { continue }
      // Wrong, it is left for the field to say how.
      if typed.isItsWeekday { dated[field.key] = typed.day.description }
    }
    return dated
  }
}

extension Control {
  /// A JSON number as a person would type it. `20.000` is twenty in JSON, and twenty thousand in a French form.
  fileprivate func spelled(_ digits: String) -> String {
    guard case .amount = self, let mark = digits.firstIndex(of: "."),
      !digits.contains(where: { $0 == "e" || $0 == "E" })
    else { return digits }
    var decimals: Substring = digits[digits.index(after: mark)...]
    while decimals.last == "0" { decimals.removeLast() }
    guard !decimals.isEmpty else { return String(digits[..<mark]) }
    return digits[..<mark] + "." + decimals + (decimals.count == 3 ? "0" : "")
  }
}

extension Form {
  /// From a JSON object of its fields, as the API takes it.
  public init(json: JSON) throws(Refusal) {
    try self.init(try FormReader.values(Self.fields, try FormReader.typed(Self.fields, json), on: nil))
  }
}

enum FormReader {
  /// Reads every field, so that every error is said at once.
  static func values(_ fields: [any FormField], _ typed: Typed, on today: Day?) throws(Refusal) -> FormValues {
    let typed: Typed = today.map { typed.dated(fields, on: $0) } ?? typed
    var values: [String: any Sendable] = [:]
    var errors: [FieldError] = []
    for field in fields {
      switch field.reading(typed) {
      case .value(let value): values[field.key] = value
      case .wrong(let message): errors.append(FieldError(field.key, message))
      }
    }
    guard errors.isEmpty else { throw .invalid(errors) }
    return FormValues(values)
  }

  /// One value as a person would type it; nil where there is none.
  static func raw(_ value: JSON, _ field: any FormField) -> Reading<String?> {
    switch (value, field.control.json) {
    case (.null, _): .value(nil)
    case (.string(let text), .text): .value(text)
    case (.number(let digits), .number): .value(field.control.spelled(digits))
    case (.bool(let flag), .flag): .value(flag ? "true" : "false")
    case (.string(let text), .structure): .value(text)
    case (_, .structure): .value(value.text)
    case (_, .number): .wrong(.numberExpected)
    case (_, .flag): .wrong(.flagExpected)
    case (_, .text): .wrong(.textExpected)
    }
  }

  /// A JSON document holds the fields and nothing else, each with its own type.
  static func typed(_ fields: [any FormField], _ json: JSON) throws(Refusal) -> Typed {
    guard case .object(let members) = json else {
      throw .unreadable(.malformed(InputFault(.syntax)))
    }
    var typed = Typed()
    var errors: [FieldError] = []
    for member in members {
      guard let field = fields.first(where: { $0.key == member.name }) else {
        errors.append(FieldError(member.name, .unknownField))
        continue
      }
      if field.takesSeveral {
        do throws(Refusal) { typed[field.key] = try SeveralValues.raw(member) } catch { errors += error.fieldErrors }
        continue
      }
      switch raw(member.value, field) {
      case .value(let text): if let text { typed[field.key] = text }
      case .wrong(let message): errors.append(FieldError(member.name, message))
      }
    }
    guard errors.isEmpty else { throw .invalid(errors) }
    return typed
  }
}
