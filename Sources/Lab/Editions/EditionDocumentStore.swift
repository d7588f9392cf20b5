import Platform
import SQL

/// The book of an issued edition, as it was made the first time that somebody asked for it.
struct EditionDocumentStore: Sendable {
  /// Whoever asks, it is kept on the territory that issued the edition.
  private let home: Scope
  private let edition: ID<Edition>
  private let number: Int

  init(_ scope: Scope, of edition: IssuedEdition) {
    home = scope.asAnybody(on: edition.territory)
    self.edition = edition.id
    number = edition.number
  }

  @Sendable func kept() async throws -> [UInt8]? { try await kept(home) }

  private func kept(_ scope: Scope) async throws -> [UInt8]? {
    struct Kept: Fetched {
      let bytes: [UInt8]
      init(_ row: inout Row) throws(DatabaseError) { bytes = try row.next() }
    }
    let kept: Kept? = try await scope.first(
      "SELECT content FROM edition_document WHERE territory_id = \(scope.territory) AND edition_id = \(edition)")
    return kept?.bytes
  }

  /// Another process may have made it meanwhile: the first that was kept is the one.
  @Sendable func keep(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await home.change { scope in
      if let first = try await kept(scope) { return first }
      return try await scope.guarded(by: .unique, .busy) {
        try await scope.run(
          """
          INSERT INTO edition_document (territory_id, edition_id, content, digest, made_at)
          VALUES (\(scope.territory), \(edition), \(bytes), \(fingerprint(of: bytes)), \(scope.now))
          """)
        try await scope.audit(
          .editionPressed, EditionStore.kind, edition.number, .editionPrint,
          after: EditionPrint(number: number, digest: fingerprint(of: bytes), size: bytes.count))
        return bytes
      }
    }
  }
}

/// What the journal says of a book that was made.
private struct EditionPrint: Sendable {
  let number: Int
  let digest: String
  let size: Int
}

extension View<EditionPrint> {
  fileprivate static let editionPrint = View(
    "EditionPrint",
    [
      Column("number", .editionNumber, .int) { .int($0.number) },
      Column("digest", .editionDigest) { .text($0.digest) },
      Column("size", .bytesOfBook, .int) { .int($0.size) },
    ])
}

extension Text {
  fileprivate static let bytesOfBook = Text(fr: "Octets", en: "Bytes")
}
