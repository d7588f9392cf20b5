import HTTP

/// A programme's whole configuration as one JSON document: what is exported, compared, imported, adopted. It names no
/// person and no company.
public struct ConfigurationDocument: Sendable {
  public var name: String
  public var summary: String
  public var origin: Origin?
  public var configuration: Configuration

  /// The programme that a configuration is that of, or was taken from.
  public struct Origin: Sendable, Equatable {
    public let territory: String
    public let programme: String
    /// Of what was taken, before anything was adapted.
    public let hash: String
  }

  public static let format: String = "terreau-programme"
  public static let version: Int = 1
  public static let mostBytes: Int = 8 << 20

  /// Brings a document one version further.
  package struct Upgrader: Sendable {
    let from: Int
    let upgrade: @Sendable (JSON) throws(Refusal) -> JSON

    package init(from: Int, _ upgrade: @Sendable @escaping (JSON) throws(Refusal) -> JSON) {
      self.from = from
      self.upgrade = upgrade
    }
  }

  /// None yet: the first version is the one we write.
  static let upgraders: [Upgrader] = []

  public init(_ bytes: [UInt8], _ chapters: [Chapter]) throws(Refusal) {
    try self.init(bytes, chapters, version: Self.version, Self.upgraders)
  }

  package init(_ bytes: [UInt8], _ chapters: [Chapter], version: Int, _ upgraders: [Upgrader]) throws(Refusal) {
    guard bytes.count <= Self.mostBytes else { throw .conflict(.documentTooHeavy(bytes.count)) }
    var json: JSON
    do throws(InputFault) { json = try JSON(bytes) } catch {
      throw .several(.documentUnreadable, [FieldError(error.field ?? "", .malformedDocument(error))])
    }
    json = try Self.upgraded(json, to: version, upgraders)
    var reader = ConfigurationReader(chapters)
    self = try reader.document(json)
  }

  private static func upgraded(_ json: JSON, to version: Int, _ upgraders: [Upgrader]) throws(Refusal) -> JSON {
    guard json["format"]?.string == format, let written = json["formatVersion"]?.int, written > 0 else {
      throw .several(.documentUnreadable, [FieldError("format", .notAConfiguration)])
    }
    guard written <= version else {
      throw .several(.documentUnreadable, [FieldError("formatVersion", .newerDocument(written, version))])
    }
    var json: JSON = json
    for from in written..<version {
      guard let upgrader = upgraders.first(where: { $0.from == from }) else {
        throw .several(.documentUnreadable, [FieldError("formatVersion", .notAConfiguration)])
      }
      json = try upgrader.upgrade(json)
    }
    return json
  }

  /// A programme's configuration as it stands: whoever takes it over remembers that it comes from here.
  init(of programme: Programme, on territory: String, _ configuration: Configuration, _ chapters: [Chapter]) {
    self.init(
      name: programme.name, summary: programme.summary,
      origin: Origin(territory: territory, programme: programme.slug, hash: configuration.hash(chapters)),
      configuration)
  }

  init(name: String, summary: String, origin: Origin?, _ configuration: Configuration) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.configuration = configuration
  }
}

extension Text {
  static let documentUnreadable = Text(
    fr: "Ce document ne peut pas être repris : rien n’a été modifié.",
    en: "This document cannot be taken over: nothing was changed.")
  static let notAConfiguration = Text(
    fr: "Ce n’est pas la configuration d’un dispositif exportée par Terreau.",
    en: "This is not a programme’s configuration exported by Terreau.")

  static func newerDocument(_ written: Int, _ known: Int) -> Text {
    Text(
      fr:
        "Ce document a été écrit par un Terreau plus récent (format \(written) ; celui-ci lit jusqu’au format \(known)). Mettez cette installation à jour.",
      en:
        "This document was written by a newer Terreau (format \(written); this one reads up to format \(known)). Update this installation."
    )
  }

  static func documentTooHeavy(_ bytes: Int) -> Text {
    let (size, most): (Int, Int) = (bytes >> 20, ConfigurationDocument.mostBytes >> 20)
    return Text(
      fr: "Ce document pèse \(size) Mo ; une configuration en fait au plus \(most).",
      en: "This document is \(size) MB; a configuration has at most \(most).")
  }

  static func malformedDocument(_ fault: InputFault) -> Text {
    switch fault.reason {
    case .duplicate:
      Text(fr: "Ce nom apparaît deux fois dans le même objet.", en: "This name appears twice in the same object.")
    case .tooDeep: Text(fr: "Trop d’objets imbriqués.", en: "Too many nested objects.")
    case .truncated: Text(fr: "Le document s’arrête avant la fin.", en: "The document stops before its end.")
    default: Text(fr: "Ce n’est pas du JSON.", en: "This is not JSON.")
    }
  }
}
