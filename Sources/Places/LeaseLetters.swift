import Platform
import SQL

/// A lease as letters speak of it: with its site, and with what else its tenant rents.
struct LeaseLetter: Sendable {
  let lease: Lease
  let site: Site
  /// All of the tenant's leases that run on the day, this one among them.
  let running: [Lease]

  static let subject = LetterSubject<LeaseLetter>(
    "lease", Text(fr: "un bail", en: "a lease"),
    [
      LetterField("locataire", .tenant, example: "Coop’Vélo") { $0.lease.tenantName },
      LetterField("catégorie", .category, example: "Artisan") { $0.lease.category.label(.fr) },
      LetterField("lot", .lot, example: "Atelier 3") { $0.lease.lotName },
      LetterField("surface", .area, example: "236 m²") { Language.fr.area($0.lease.area) },
      LetterField("site", .site, example: "ARTIS Fontaine") { $0.lease.siteName },
      LetterField("adresse", .address, example: "12 rue de la Friche") { $0.site.address },
      LetterField("commune", .municipality, example: "Fontaine") { $0.site.municipality },
      LetterField("premier_jour", .start, example: "1er janvier 2024") { Language.fr.long($0.lease.start) },
      LetterField("dernier_jour", .end, example: "31 décembre 2026") { $0.lease.end.map { Language.fr.long($0) } },
    ],
    rows: [
      LetterRows(
        "baux", Text(fr: "Les baux en cours du locataire", en: "The tenant’s running leases"),
        [
          LetterField<Lease>("bail_lot", .lot, example: "Atelier 3") { $0.lotName },
          LetterField("bail_site", .site, example: "ARTIS Fontaine") { $0.siteName },
          LetterField("bail_surface", .area, example: "236 m²") { Language.fr.area($0.area) },
          LetterField("bail_premier_jour", .start, example: "1er janvier 2024") { Language.fr.long($0.start) },
          LetterField("bail_dernier_jour", .end, example: "31 décembre 2026") { $0.end.map { Language.fr.long($0) } },
        ]
      ) { $0.running }
    ])
}

extension Places {
  var leaseLetters: [Endpoint] {
    Endpoint.letters("/baux/{lease}", LeaseLetter.subject, allow: .staff) { visit in
      let store = LeaseStore(visit.scope)
      let lease: Lease = try await store.find(visit.id("lease"))
      let letter = LeaseLetter(
        lease: lease, site: try await SiteStore(visit.scope).find(lease.site),
        running: try await store.running(of: lease.tenant))
      return LetterOccasion(
        letter, number: lease.id.number, crumbs: [Crumb.sites(visit), Crumb(lease.tenantName, lease.path)],
        fileName: "bail \(lease.tenantName)")
    }
  }

  /// Two letters to begin with, one in each format.
  func enterTemplates(_ scope: Scope) async throws {
    let store = LetterTemplateStore(scope)
    for (name, kind, draft, format) in [
      ("Rappel avant la fin du bail", LeaseLetter.subject.kind, LeaseDraft.reminder, .odt),
      ("Lettre de bienvenue", LeaseLetter.subject.kind, LeaseDraft.welcome, .docx),
      ("Renouvellement du bail", LeaseLetter.subject.kind, LeaseDraft.renewal, .odt),
      ("Réponse à une candidature", ApplicationLetter.subject.kind, LeaseDraft.answer, .odt),
    ] as [(String, LetterKind, LetterDraft, LetterFormat)] {
      _ = try await store.insert(name, for: kind, try Template(try draft.bytes(format)))
    }
  }
}

/// The words of the first templates.
private enum LeaseDraft {
  static let reminder: LetterDraft = draft(
    "Objet : fin de votre bail à {{site}}",
    [
      "Le bail qui vous lie à nous pour le lot {{lot}} ({{surface}}), signé pour commencer le {{premier_jour}}, prend fin le {{dernier_jour}}.",
      "Souhaitez-vous rester, changer de surface ou partir ? Dites-le-nous dès que possible : nous pourrons préparer avec vous la suite, ou vous proposer une date pour l’état des lieux de sortie.",
      "Nous restons à votre écoute à l’adresse {{courriel_du_territoire}}.",
    ])

  static let welcome: LetterDraft = draft(
    "Objet : bienvenue à {{site}}",
    [
      "Nous sommes heureux de vous accueillir à {{site}}, {{commune}}. Le lot {{lot}} ({{surface}}) est le vôtre depuis le {{premier_jour}}.",
      "Vos voisins vous diront où se trouvent le local à vélos et la salle de réunion. Pour le reste — les clés, un dysfonctionnement, une question sur votre bail — écrivez-nous à {{courriel_du_territoire}}.",
      "Nous vous souhaitons une belle installation.",
    ])

  static let renewal: LetterDraft = draft(
    "Objet : renouvellement de votre bail à {{site}}",
    [
      "Votre bail pour le lot {{lot}} ({{surface}}) prend fin le {{dernier_jour}}. Nous vous proposons de le renouveler aux conditions du barème en vigueur pour votre catégorie : {{catégorie}}.",
      "Si cette proposition vous convient, renvoyez-nous un exemplaire signé ; sinon, prenons rendez-vous pour en parler. Sans réponse de votre part, le bail s’achèvera à son terme.",
    ])

  static let answer: LetterDraft = draft(
    "Objet : votre candidature à {{dispositif}}",
    [
      "Vous nous avez adressé une candidature, reçue le {{reçue_le}}, pour vous installer dans nos locaux ({{surface_souhaitée}}).",
      "{{instance}} l’a examinée le {{avis_du}} et a rendu un avis {{avis}}. {{motif}}",
      "Nous restons à votre disposition pour la suite, à l’adresse {{courriel_du_territoire}}.",
    ], recipient: "{{candidat}}")

  private static func draft(
    _ subject: String, _ paragraphs: [String],
    recipient: String = "{{locataire}}\n{{site}}, {{lot}}\n{{adresse}}\n{{commune}}"
  ) -> LetterDraft {
    LetterDraft(
      [
        .sender("{{territoire}}"), .recipient(recipient),
        .date("Fait {{date}}"), .subject(subject), .paragraph("Madame, Monsieur,"),
      ] + paragraphs.map { .paragraph($0) } + [
        .paragraph("Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées."),
        .signature("{{rédacteur}}\n{{territoire}}"),
      ], footer: "{{territoire}} — {{adresse_du_territoire}}")
  }
}
