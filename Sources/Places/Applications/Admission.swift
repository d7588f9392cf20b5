import Assembly
import Platform
import SQL

/// Whether a company may sign: where a programme admits its tenants on the opinion of a body, only one that has it.
struct Admission: Sendable {
  /// The application by which it was admitted; nil where the programme asks for none.
  let application: ID<Application>?

  /// As it stood on the day on which the lease begins; a lease of the future is signed on what is known today.
  init(
    of tenant: ID<Organisation>, _ form: LeaseForm, in programme: ID<Programme>, _ scope: Scope
  ) async throws {
    let (name, day): (String, Day) = (form.tenant, min(form.period.start, scope.today))
    guard let body = try await PlaceSettings.of(programme, scope).admissionBody else {
      application = nil
      return
    }
    let applications: [Application] = try await ApplicationStore(scope).of(tenant, in: programme)
      .filter { $0.withdrawn == nil }
    guard let latest = applications.first else { throw Refusal.invalid("tenant", .neverApplied(name)) }
    for application in applications {
      let opinion: Opinion? = try await OpinionStore(scope).latest(
        on: ApplicationStore.kind, application.id.number, by: body, asOf: day)
      guard let opinion else { continue }
      // Of several applications, the last that was looked at says.
      guard opinion.verdict == .favourable else {
        throw Refusal.invalid("tenant", .notAdmitted(name, opinion))
      }
      self.application = application.id
      return
    }
    throw Refusal.invalid("tenant", .notLookedAt(name, latest.received))
  }
}

extension Text {
  static func neverApplied(_ name: String) -> Text {
    Text(
      fr: "\(name) n’a pas de candidature dans ce dispositif : enregistrez-la, puis l’avis de l’instance d’admission.",
      en: "\(name) has no application in this programme: enter it, then the opinion of the body that admits.")
  }

  static func notLookedAt(_ name: String, _ received: Day) -> Text {
    Text(
      fr:
        "La candidature de \(name), reçue le \(Language.fr.long(received)), attend l’avis de l’instance d’admission. Sans avis favorable, pas de bail.",
      en:
        "The application of \(name), received on \(Language.en.long(received)), waits for the opinion of the body that admits. No lease without a favourable one."
    )
  }

  static func notAdmitted(_ name: String, _ opinion: Opinion) -> Text {
    Text { language in
      let (verdict, day): (String, String) = (opinion.verdict.label(language).lowercased(), language.long(opinion.day))
      return language == .en
        ? "The opinion on \(name) is \(verdict) (\(opinion.bodyName), \(day)). No lease without a favourable one."
        : "L’avis sur \(name) est \(verdict) (\(opinion.bodyName), \(day)). Sans avis favorable, pas de bail."
    }
  }
}
