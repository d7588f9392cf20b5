import Assembly
import Platform
import SQL

/// An application as letters speak of it: with what the body said of it last.
struct ApplicationLetter: Sendable {
  let application: Application
  let opinion: Opinion?

  static let subject = LetterSubject<ApplicationLetter>(
    "application", Text(fr: "une candidature", en: "an application"),
    [
      LetterField("candidat", .applicant, example: "Coop’Vélo") { $0.application.organisationName },
      LetterField("catégorie", .category, example: "Coopérative") { $0.application.category.label(.fr) },
      LetterField("dispositif", .oneProgramme, example: "ARTIS") { $0.application.programmeName },
      LetterField("reçue_le", .receivedOn, example: "3 mars 2026") { Language.fr.long($0.application.received) },
      LetterField("surface_souhaitée", .wantedArea, example: "120 m²") {
        $0.application.area.map { Language.fr.area($0) }
      },
      LetterField("avis", .verdictGiven, example: "favorable") { $0.opinion?.verdict.label(.fr).lowercased() },
      LetterField("instance", .bodyThatSaid, example: "Comité d’agrément") { $0.opinion?.bodyName },
      LetterField("avis_du", .opinionDay, example: "12 mars 2026") { $0.opinion.map { Language.fr.long($0.day) } },
      LetterField("motif", .opinionReason, example: "Surface insuffisante") {
        $0.opinion.flatMap { $0.reason.isEmpty ? nil : $0.reason }
      },
    ])
}

extension Places {
  var applicationLetters: [Endpoint] {
    Endpoint.letters("/candidatures/{application}", ApplicationLetter.subject, allow: .staff) { visit in
      let application: Application = try await ApplicationStore(visit.scope).find(visit.id("application"))
      let opinion: Opinion? = try await OpinionStore(visit.scope)
        .on(ApplicationStore.kind, application.id.number).first { !$0.isRetracted }
      return LetterOccasion(
        ApplicationLetter(application: application, opinion: opinion), number: application.id.number,
        crumbs: [Crumb(application.organisationName, application.path)],
        fileName: "candidature \(application.organisationName)")
    }
  }
}

extension Text {
  static let verdictGiven = Text(fr: "Avis", en: "Opinion")
  static let bodyThatSaid = Text(fr: "Instance", en: "Body")
  static let opinionDay = Text(fr: "Date de l’avis", en: "Day of the opinion")
  static let opinionReason = Text(fr: "Motif de l’avis", en: "Reason of the opinion")
}
