import Platform
import SQL

public struct OpinionForm: Form {
  static let verdict = Field<Verdict>.choice("verdict", .verdict)
  static let day = Field.day("day", .givenOn, help: .dayHelp)
  static let present = Field<Int>.number("present", .present, help: .presentHelp, 1...1_000).optional
  static let reason = Field.lines("reason", .reason, help: .reasonHelp, most: 4_000).optional
  public static let fields: [any FormField] = [verdict, day, present, reason]

  /// As it is asked of a body that has seats.
  static func present(among voting: Int) -> Field<Int> {
    Field<Int>.number("present", .present, help: .presentHelp(among: voting), 1...1_000)
  }

  let verdict: Verdict
  let day: Day
  let present: Int?
  let reason: String?

  public init(_ values: FormValues) throws(Refusal) {
    verdict = values[Self.verdict]
    day = values[Self.day]
    present = values[Self.present]
    reason = values[Self.reason]
  }

  public init(_ verdict: Verdict, on day: Day, present: Int?, reason: String? = nil) {
    self.verdict = verdict
    self.day = day
    self.present = present
    self.reason = reason
  }
}

/// Why an opinion no longer counts.
struct RetractionForm: Form {
  static let reason = Field.lines("reason", .retraction, most: 4_000)
  static let fields: [any FormField] = [reason]

  let reason: String

  init(_ values: FormValues) throws(Refusal) { reason = values[Self.reason] }
}
