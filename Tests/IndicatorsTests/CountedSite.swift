import HTTP
import Platform
import TestSite
import Testing

/// A site whose programme has indicators, defined and read through the API like anybody's.
struct CountedSite {
  let site: TestSite

  static let programme: String = "/dispositifs/\(TestSite.programme)"

  func define(
    _ key: String, _ formula: String, unit: String = "number", rounding: Int = 0, _ more: String = ""
  ) async throws -> Answer {
    let rest: String = more.isEmpty ? "" : ", \(more)"
    return try await site.api(
      "\(Self.programme)/configuration/indicateurs/entrees",
      #"{"label": "\#(key)", "key": "\#(key)", "unit": "\#(unit)", "rounding": \#(rounding), "formula": \#(formula), "public": true\#(rest)}"#,
      as: site.agent)
  }

  /// Defines one that must be accepted.
  func count(
    _ key: String, _ formula: String, unit: String = "number", rounding: Int = 0, _ more: String = ""
  ) async throws {
    let answer: Answer = try await define(key, formula, unit: unit, rounding: rounding, more)
    #expect(answer.status == 200, "\(key): \(answer.text)")
  }

  func report(
    _ key: String, on day: String = "2026-11-21", since: String? = nil, as actor: TestActor? = nil
  ) async throws -> JSON {
    let start: String = since.map { "&since=\($0)" } ?? ""
    let answer: Answer = try await site.get(
      "/api/v1\(Self.programme)/indicateurs/\(key)?on=\(day)\(start)", as: actor ?? site.agent)
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.json()
  }

  /// As it is published; nil where it is « sans objet ».
  func value(
    _ key: String, on day: String = "2026-11-21", since: String? = nil, as actor: TestActor? = nil
  ) async throws -> Double? {
    guard case .number(let digits)? = try await report(key, on: day, since: since, as: actor)["value"] else {
      return nil
    }
    return Double(digits)
  }
}
