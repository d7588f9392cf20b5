import HTTP
import SQL

/// One thing that a form asks. The same declaration reads a form, a JSON document and a query string, draws the control,
/// words the errors and describes itself to OpenAPI.
public struct Field<Value: Sendable>: FormField {
  public let key: String
  public let label: Text
  public let help: Text?
  public let isRequired: Bool
  public let control: Control
  /// What browsers and password keepers may fill in (HTML's own list of words).
  public private(set) var autocomplete: StaticString? = nil
  let read: @Sendable (String?) -> Reading<Value>
  let write: @Sendable (Value) -> String?
  /// Reads a file that was sent instead of a text.
  private(set) var readFile: (@Sendable (Upload?) -> Reading<Value>)? = nil

  public func reading(_ typed: Typed) -> Reading<any Sendable> {
    switch readFile.map({ $0(typed.files[key]) }) ?? read(typed[key]) {
    case .value(let value): .value(value)
    case .wrong(let message): .wrong(message)
    }
  }

  public func filledIn(as word: StaticString) -> Field {
    var field: Field = self
    field.autocomplete = word
    return field
  }
}

public enum Reading<Value: Sendable>: Sendable {
  case value(Value)
  case wrong(Text)
}

/// A field whatever it holds, for what treats them all alike.
public protocol FormField: Sendable {
  var key: String { get }
  var label: Text { get }
  var help: Text? { get }
  var isRequired: Bool { get }
  var control: Control { get }
  var autocomplete: StaticString? { get }
  /// Whether a label is shown beside it; otherwise it is only said.
  var isLabelled: Bool { get }

  func reading(_ typed: Typed) -> Reading<any Sendable>
}

extension FormField {
  public var isLabelled: Bool { true }
}

/// How a field is drawn, and what it says of itself to OpenAPI.
public enum Control: Sendable {
  case text(most: Int)
  /// The name of a record: proposes what that finder finds.
  case named(most: Int, finder: String)
  case area
  /// A number with two decimals.
  case hundredths(most: Int)
  /// Euros.
  case amount(least: Money)
  case number(ClosedRange<Int>)
  /// Any number, with as many decimals as it has.
  case decimal
  case day
  case choice([(key: String, label: Text)])
  /// Any number of these; none are known yet where only the records know them.
  case several([(key: String, label: Text)])
  /// Several lines of text.
  case lines(most: Int)
  /// Several lines of Markdown, with the help for it.
  case prose(most: Int)
  /// A JSON value in a document, its spelling on a screen.
  case structure(most: Int)
  case email
  /// Never shown again, not even to who typed it.
  case password
  /// Digits read from a telephone.
  case code
  case file(types: [String], most: Int)
  case flag
  /// What a reader of the form carries along without seeing it: a record's version.
  case hiddenNumber
  case hiddenText

  /// What JSON must give for it.
  enum JSONType { case text, number, flag, structure }

  var json: JSONType {
    switch self {
    case .area, .hundredths, .amount, .number, .decimal, .hiddenNumber: .number
    case .structure: .structure
    case .flag: .flag
    default: .text
    }
  }
}
