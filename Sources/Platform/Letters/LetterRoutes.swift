import HTTP
import SQL

/// A record about which somebody is about to write.
public struct LetterOccasion<Record: Sendable>: Sendable {
  let record: Record
  let number: Int64
  let crumbs: [Crumb]
  /// What the file is called after, before the day: « bail Coop’Vélo ».
  let fileName: String

  public init(_ record: Record, number: Int64, crumbs: [Crumb], fileName: String) {
    self.record = record
    self.number = number
    self.crumbs = crumbs
    self.fileName = fileName
  }
}

extension Endpoint {
  /// The letters of a record: the page on which a template is chosen, and what fills it in. That is a button, not a link:
  /// what is personal leaves, which is written down, and no browser may do so ahead of its reader or again from memory.
  public static func letters<Record>(
    _ path: String, _ subject: LetterSubject<Record>, allow: Allow,
    _ occasion: @Sendable @escaping (Visit) async throws -> LetterOccasion<Record>
  ) -> [Endpoint] {
    [
      .raw("\(path)/courriers", .writeLetter, allow: allow) { visit, app in
        let about: LetterOccasion<Record> = try await occasion(visit)
        let templates: [LetterTemplate] = try await LetterTemplateStore(visit.scope).usable(for: subject.kind.key)
        return app.page(visit, Text.writeLetter(visit.language), crumbs: about.crumbs) { page in
          page.templates(templates, visit.request.head.target.path)
        }
      },
      .button("\(path)/courriers/{template}", .writeLetter, allow: allow) { visit in
        let about: LetterOccasion<Record> = try await occasion(visit)
        let store = LetterTemplateStore(visit.scope)
        let template: LetterTemplate = try await store.find(visit.id("template"))
        guard template.kind == subject.kind.key, template.withdrawn == nil else { throw Refusal.notFound }
        let letter: [UInt8]
        do {
          letter = try Template(try await store.content(of: template)).filled(subject.values(about.record, visit))
        } catch let fault as TemplateFault { throw Refusal.conflict(fault.message) }
        try await visit.scope.change { scope in
          var after = JSONText()
          after.member("template", template.name)
          after.member("templateNumber", "\(template.id)")
          after.member("templateVersion", "\(template.version)")
          after.member("format", template.format.rawValue)
          try await scope.audit(.letterWritten, subject.kind.key, about.number, after: after.text)
        }
        return .letter(letter, template.format, named: "\(about.fileName) \(visit.scope.today)")
      },
    ]
  }
}

extension Page {
  fileprivate mutating func templates(_ templates: [LetterTemplate], _ path: String) {
    paragraph(
      Text(
        fr:
          "La lettre est remplie et téléchargée : relisez-la, complétez-la, puis envoyez-la. Le téléchargement est noté.",
        en: "The letter is filled in and downloaded: read it over, complete it, then send it. The download is noted."))
    if templates.isEmpty {
      paragraph(
        Text(
          fr: "Aucun modèle pour l’instant : un responsable peut en ajouter.",
          en: "No template yet: a manager can add one."))
    }
    for template in templates {
      button("\(path)/\(template.id)", Text(name: "\(template.name) (\(template.format.label(.fr)))"))
    }
    actions([
      ActionLink(.letterTemplates, to: "/modeles", allow: .staff)
    ])
  }
}

extension Response {
  /// A document that is kept nowhere on its way and runs nothing in a browser.
  static func letter(_ bytes: [UInt8], _ format: LetterFormat, named name: String) -> Response {
    Response(
      headers: [
        ("Content-Type", format.mediaType),
        ("Content-Disposition", "attachment; filename=\"\(fileName(name)).\(format.rawValue)\""),
        ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
      ], body: .bytes(bytes))
  }

  /// « bail Coop’Vélo 2026-11-21 » → `bail-coopvelo-2026-11-21`: what every system and every header takes.
  static func fileName(_ words: String) -> String {
    var name: String = ""
    for character in words {
      if character.isASCII, character.isNumber {
        name.append(character)
        continue
      }
      let base: String = sortKey(String(character))
      if !base.isEmpty, base.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
        name += base
      } else if character != "’", character != "'", !name.isEmpty, !name.hasSuffix("-") {
        name += "-"
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    return name.isEmpty ? "document" : name
  }
}
