import SQL

/// The statement of accessibility, with the headings and in the order that the order of 20 September 2019 imposes.
struct AccessibilityStatement {
  let service: PublicService

  /// The day on which this text was last written, not the day on which it is read.
  private static let written = Day(2026, 11, 21)

  func write(_ page: inout Page) {
    commitment(&page)
    state(&page)
    exceptions(&page)
    making(&page)
    feedback(&page)
    remedies(&page)
  }

  private func commitment(_ page: inout Page) {
    let name: String = service.name
    page.section(Text(fr: "Engagement", en: "Commitment", de: "Verpflichtung")) { page in
      page.paragraph(
        Text(
          fr:
            "\(name) s’engage à rendre ce service accessible, conformément à l’article 47 de la loi n°\u{A0}2005-102 du 11 février 2005.",
          en:
            "\(name) undertakes to make this service accessible, as article 47 of the French law no. 2005-102 of 11 February 2005 requires.",
          de:
            "\(name) verpflichtet sich, diesen Dienst barrierefrei zu gestalten, wie es Artikel 47 des französischen Gesetzes Nr. 2005-102 vom 11. Februar 2005 verlangt."
        ))
    }
    page.section(Text(fr: "Stratégie et actions", en: "Strategy and actions", de: "Strategie und Maßnahmen")) { page in
      page.paragraph(
        Text(
          fr: "Deux documents accompagnent cette déclaration. Le territoire doit encore les publier :",
          en: "Two documents go with this statement. The territory has yet to publish them:",
          de: "Zu dieser Erklärung gehören zwei Dokumente. Das Gebiet muss sie noch veröffentlichen:"))
      page.points([
        Text(
          fr: "le schéma pluriannuel de mise en accessibilité ;", en: "the accessibility plan over several years;",
          de: "der mehrjährige Plan zur Barrierefreiheit;"),
        Text(
          fr: "le plan d’action de l’année en cours.", en: "the action plan for the current year.",
          de: "der Maßnahmenplan für das laufende Jahr."),
      ])
    }
    page.section(Text(fr: "Périmètre", en: "Scope", de: "Geltungsbereich")) { page in
      page.paragraph(
        Text(
          fr: "Cette déclaration s’applique au site \(service.address).",
          en: "This statement applies to the site \(service.address).",
          de: "Diese Erklärung gilt für die Website \(service.address)."))
    }
  }

  private func state(_ page: inout Page) {
    page.section(Text(fr: "État de conformité", en: "State of compliance", de: "Stand der Konformität")) { page in
      page.paragraph(
        Text(
          fr:
            "Ce site est non conforme au référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1 : aucun audit en cours de validité ne permet d’établir sa conformité.",
          en:
            "This site is not compliant with the French general accessibility framework (RGAA), version 4.1: there is no valid audit to establish that it is.",
          de:
            "Diese Website ist mit dem französischen Rahmenwerk für Barrierefreiheit (RGAA), Version 4.1, nicht konform: Es gibt keine gültige Prüfung, die ihre Konformität belegt."
        ))
    }
    page.section(Text(fr: "Résultats des tests", en: "Results of the tests", de: "Ergebnisse der Prüfungen")) { page in
      page.paragraph(
        Text(
          fr:
            "Aucun audit n’a été mené : aucun taux de conformité ne peut être donné. Des contrôles automatiques accompagnent chaque version du logiciel ; ils ne couvrent qu’une partie des 106 critères et ne remplacent pas un audit.",
          en:
            "No audit has been carried out, so no rate of compliance can be given. Automatic checks go with each version of the software; they cover only some of the 106 criteria and do not replace an audit.",
          de:
            "Es wurde keine Prüfung nach RGAA durchgeführt; ein Erfüllungsgrad lässt sich daher nicht angeben. Jede Fassung der Software wird automatisch geprüft; das deckt nur einen Teil der 106 Kriterien ab und ersetzt keine Prüfung."
        ))
    }
  }

  private func exceptions(_ page: inout Page) {
    page.section(
      Text(fr: "Contenus non accessibles", en: "Content that is not accessible", de: "Nicht barrierefreie Inhalte")
    ) { page in
      page.subsection(Text(fr: "Non-conformités", en: "Failures to comply", de: "Abweichungen")) { page in
        page.paragraph(
          Text(
            fr: "Elles n’ont pas été recherchées, faute d’audit : il peut y en avoir.",
            en: "They have not been looked for, as there has been no audit: there may be some.",
            de: "Sie wurden mangels Prüfung nicht ermittelt: Es kann welche geben."))
      }
      page.subsection(
        Text(
          fr: "Dérogations pour charge disproportionnée", en: "Exemptions for disproportionate burden",
          de: "Ausnahmen wegen unverhältnismäßiger Belastung")
      ) { page in page.paragraph(Text(fr: "Aucune.", en: "None.", de: "Keine.")) }
      page.subsection(
        Text(
          fr: "Contenus non soumis à l’obligation d’accessibilité", en: "Content outside the obligation",
          de: "Inhalte, für die keine Pflicht zur Barrierefreiheit besteht")
      ) { page in page.paragraph(Text(fr: "Aucun.", en: "None.", de: "Keine.")) }
    }
  }

  private func making(_ page: inout Page) {
    page.section(
      Text(
        fr: "Établissement de cette déclaration d’accessibilité", en: "How this statement was drawn up",
        de: "Erstellung dieser Erklärung")
    ) { page in
      if let day = Self.written {
        page.paragraph(
          Text { language in
            switch language {
            case .fr: "Cette déclaration a été établie le \(language.long(day))."
            case .en: "This statement was drawn up on \(language.long(day))."
            case .de: "Diese Erklärung wurde am \(language.long(day)) erstellt."
            }
          })
      }
      page.subsection(
        Text(
          fr: "Technologies utilisées pour la réalisation du site", en: "Technologies that the site is made with",
          de: "Verwendete Techniken")
      ) { page in page.points(["HTML5", "CSS", "SVG"].map(Text.init(name:))) }
      page.subsection(Text(fr: "Environnement de test", en: "Test environment", de: "Prüfumgebung")) { page in
        page.paragraph(
          Text(
            fr:
              "Les contrôles automatiques se font avec le navigateur Chromium, sur des écrans de téléphone et d’ordinateur, en clair et en sombre. Aucune vérification n’a été faite avec un lecteur d’écran.",
            en:
              "The automatic checks run in the Chromium browser, on the screens of a telephone and of a computer, in light and in dark. Nothing has been verified with a screen reader.",
            de:
              "Die automatischen Prüfungen laufen im Browser Chromium, auf Telefon- und Computerbildschirmen, hell und dunkel. Mit einem Screenreader wurde nichts geprüft."
          ))
      }
      page.subsection(
        Text(
          fr: "Outils pour évaluer l’accessibilité", en: "Tools to assess accessibility",
          de: "Werkzeuge zur Bewertung der Barrierefreiheit")
      ) { page in
        page.points([
          Text(
            fr: "axe-core, pour une partie des critères ;", en: "axe-core, for some of the criteria;",
            de: "axe-core für einen Teil der Kriterien;"),
          Text(
            fr: "le validateur HTML du W3C.", en: "the W3C’s HTML validator.", de: "der HTML-Validator des W3C."),
        ])
      }
      page.subsection(
        Text(
          fr: "Pages du site ayant fait l’objet de la vérification de conformité",
          en: "Pages of the site whose compliance was verified", de: "Auf Konformität geprüfte Seiten")
      ) { page in
        page.paragraph(
          Text(
            fr: "Aucune, au sens d’un audit.", en: "None, in the sense of an audit.",
            de: "Keine im Sinne einer Prüfung nach RGAA."))
      }
    }
  }

  private func feedback(_ page: inout Page) {
    page.section(Text(fr: "Retour d’information et contact", en: "Feedback and contact", de: "Rückmeldung und Kontakt"))
    {
      page in
      page.paragraph(
        Text(
          fr:
            "Un contenu ou un service vous est inaccessible ? Dites-le : vous serez orienté vers une alternative accessible ou le contenu vous sera donné sous une autre forme. Une réponse vous est due dans la semaine.",
          en:
            "Is some content or service out of your reach? Say so: you will be shown an accessible alternative, or given the content in another form. You are owed an answer within a week.",
          de:
            "Ist Ihnen ein Inhalt oder ein Dienst nicht zugänglich? Sagen Sie es uns: Sie werden auf eine zugängliche Alternative hingewiesen oder erhalten den Inhalt in anderer Form. Eine Antwort steht Ihnen binnen einer Woche zu."
        ))
      page.facts(View.reached, service)
      page.linkLine("/contact", .writeToUs)
    }
  }

  private func remedies(_ page: inout Page) {
    page.section(Text(fr: "Voies de recours", en: "Remedies", de: "Rechtsbehelfe")) { page in
      page.paragraph(
        Text(
          fr:
            "Vous avez signalé un défaut qui vous empêche d’accéder à un contenu ou à un service, et n’avez pas obtenu de réponse satisfaisante ? Vous pouvez saisir le Défenseur des droits :",
          en:
            "Have you reported a fault that keeps you from some content or service, without getting a satisfactory answer? You may turn to the Défenseur des droits, the French rights ombudsman:",
          de:
            "Haben Sie einen Mangel gemeldet, der Ihnen den Zugang zu einem Inhalt oder Dienst verwehrt, und keine zufriedenstellende Antwort erhalten? Sie können sich an den Défenseur des droits, den französischen Bürgerbeauftragten, wenden:"
        ))
      page.linkLine(
        "https://formulaire.defenseurdesdroits.fr",
        Text(
          fr: "Écrire par son formulaire en ligne", en: "Write through its online form",
          de: "Über das Online-Formular schreiben"))
      page.linkLine(
        "https://www.defenseurdesdroits.fr/saisir/delegues",
        Text(
          fr: "Trouver un délégué près de chez vous", en: "Find a delegate near you",
          de: "Ansprechperson in Ihrer Nähe finden"))
      page.paragraph(
        Text(
          fr: "Par courrier, gratuitement et sans timbre :", en: "By post, free of charge and without a stamp:",
          de: "Per Post, kostenlos und ohne Briefmarke (aus Frankreich):"))
      page.markup.raw("<p class=\"letter\">")
      page.data("Défenseur des droits\nLibre réponse 71120\n75342 Paris CEDEX 07")
      page.markup.raw("</p>\n")
    }
  }
}

extension PlatformDoor {
  var accessibilityStatement: Endpoint {
    .page("/accessibilite", .accessibilityStatement, allow: .everyone) { visit in
      let statement = AccessibilityStatement(service: PublicService(visit))
      return (Text.accessibilityStatement(visit.language), { page in statement.write(&page) })
    }
  }
}

extension Text {
  fileprivate static let accessibilityStatement = Text(
    fr: "Déclaration d’accessibilité", en: "Accessibility statement", de: "Erklärung zur Barrierefreiheit")
  static let writeToUs = Text(fr: "Nous écrire", en: "Write to us", de: "Schreiben Sie uns")
}
