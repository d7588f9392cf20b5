import HTTP
import Platform
import SQL

/// Published figures with what should hold between them, as a file.
public struct FiguresDocument: Sendable {
  let figures: [PublishedFigureForm]
  let checks: [FigureCheckForm]

  public static let format: String = "terreau-figures"

  public init(_ bytes: [UInt8]) throws {
    let json: JSON
    do { json = try JSON(bytes) } catch { throw Refusal.invalid("", .notFigures) }
    guard json["format"]?.string == Self.format, json["formatVersion"]?.int == 1 else {
      throw Refusal.invalid("format", .notFigures)
    }
    figures = try Self.read(json, "figures", PublishedFigureForm.self)
    checks = try Self.read(json, "checks", FigureCheckForm.self)
  }

  /// Every line by the form's own fields, with its place where something is wrong.
  private static func read<F: Form>(_ json: JSON, _ name: String, _ form: F.Type) throws -> [F] {
    guard case .array(let items)? = json[name] else { return [] }
    return try items.enumerated().map { index, item in
      do { return try F(json: item) } catch let refusal as Refusal {
        throw Refusal.invalid(refusal.lines.map { FieldError("\(name)/\(index + 1)", Text(name: $0)) })
      }
    }
  }

  /// Enters what is not there yet, by its key. Says how many figures and checks were new.
  public func enter(into slug: String, _ scope: Scope, _ provenance: Provenance = .entered) async throws -> (
    figures: Int, checks: Int
  ) {
    let programme: Programme = try await ProgrammeStore(scope).find(slug)
    let (figureStore, checkStore) = (PublishedFigureStore(scope), FigureCheckStore(scope))
    let known: Set<String> = Set(try await figureStore.of(programme.id).map(\.key))
    let knownChecks: Set<String> = Set(try await checkStore.of(programme.id).map(\.key))
    let (new, newChecks) = (
      figures.filter { !known.contains($0.key) }, checks.filter { !knownChecks.contains($0.key) }
    )
    for form in new { _ = try await figureStore.enter(form, in: programme, provenance) }
    for form in newChecks { _ = try await checkStore.insert(form, in: programme.id, provenance) }
    return (new.count, newChecks.count)
  }
}

extension Text {
  static let notFigures = Text(
    fr: "Ce fichier n’est pas un document de chiffres publiés (« terreau-figures », version 1).",
    en: "This file is not a document of published figures (“terreau-figures”, version 1).")
}
