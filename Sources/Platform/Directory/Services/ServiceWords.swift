import SQL

/// What kind of help a service is, in the words of data·inclusion, which stay the keys.
enum ServiceType: String, Choice {
  case accompaniment = "accompagnement"
  case money = "aide-financiere"
  case equipment = "aide-materielle"
  case workshop = "atelier"
  case training = "formation"
  case information

  var label: Text {
    switch self {
    case .accompaniment: Text(fr: "Accompagnement", en: "Support", de: "Begleitung")
    case .money: Text(fr: "Aide financière", en: "Financial help", de: "Finanzielle Hilfe")
    case .equipment: Text(fr: "Aide matérielle", en: "Help in kind", de: "Sachhilfe")
    case .workshop: Text(fr: "Atelier", en: "Workshop", de: "Workshop")
    case .training: Text(fr: "Formation", en: "Training", de: "Weiterbildung")
    case .information: Text(fr: "Information", en: "Information", de: "Auskunft")
    }
  }
}

enum ServiceFee: String, Choice {
  case free = "gratuit"
  case paid = "payant"

  var label: Text {
    switch self {
    case .free: Text(fr: "Gratuit", en: "Free", de: "Kostenlos")
    case .paid: Text(fr: "Payant", en: "Paid", de: "Kostenpflichtig")
    }
  }
}

/// Where one is received.
enum Welcome: String, Choice {
  case onSite = "en-presentiel"
  case remote = "a-distance"

  var label: Text {
    switch self {
    case .onSite: Text(fr: "Sur place", en: "On site", de: "Vor Ort")
    case .remote: Text(fr: "À distance", en: "Remotely", de: "Aus der Ferne")
    }
  }
}

/// How one comes to it.
enum Mobilisation: String, Choice {
  case mail = "envoyer-un-courriel"
  case visit = "se-presenter"
  case call = "telephoner"
  case link = "utiliser-lien-mobilisation"

  var label: Text {
    switch self {
    case .mail: Text(fr: "Envoyer un courriel", en: "Send an e-mail", de: "E-Mail senden")
    case .visit: Text(fr: "Se présenter", en: "Come in person", de: "Persönlich kommen")
    case .call: Text(fr: "Téléphoner", en: "Call", de: "Anrufen")
    case .link: Text(fr: "Passer par le site indiqué", en: "Use the web site given", de: "Angegebene Website nutzen")
    }
  }
}

/// Who may ask for it.
enum Mobiliser: String, Choice {
  case residents = "usagers"
  case professionals = "professionnels"

  var label: Text {
    switch self {
    case .residents: Text(fr: "Les personnes elles-mêmes", en: "People themselves", de: "Die Menschen selbst")
    case .professionals:
      Text(fr: "Les professionnels qui les accompagnent", en: "The professionals who support them", de: "Fachkräfte")
    }
  }
}

/// The sixteen headings under which data·inclusion sorts its themes: what stands before `--` in their codes.
enum ThemeHeading: String, Choice {
  case career = "choisir-un-metier"
  case business = "creer-une-entreprise"
  case law = "difficultes-administratives-ou-juridiques"
  case money = "difficultes-financieres"
  case goods = "equipement-et-alimentation"
  case family = "famille"
  case literacy = "lecture-ecriture-calcul"
  case housing = "logement-hebergement"
  case mobility = "mobilite"
  case digital = "numerique"
  case application = "preparer-sa-candidature"
  case confidence = "remobilisation"
  case health = "sante"
  case training = "se-former"
  case abroad = "souvrir-a-linternational"
  case job = "trouver-un-emploi"

  var label: Text {
    switch self {
    case .career: Text(fr: "Choisir un métier", en: "Choosing a career", de: "Beruf wählen")
    case .business: Text(fr: "Créer une entreprise", en: "Starting a business", de: "Unternehmen gründen")
    case .law:
      Text(
        fr: "Difficultés administratives ou juridiques", en: "Administrative or legal difficulties",
        de: "Behörden- und Rechtsfragen")
    case .money: Text(fr: "Difficultés financières", en: "Money difficulties", de: "Geldsorgen")
    case .goods: Text(fr: "Équipement et alimentation", en: "Equipment and food", de: "Ausstattung und Lebensmittel")
    case .family: Text(fr: "Famille", en: "Family", de: "Familie")
    case .literacy:
      Text(fr: "Lecture, écriture et calcul", en: "Reading, writing, counting", de: "Lesen, Schreiben, Rechnen")
    case .housing: Text(fr: "Logement et hébergement", en: "Housing", de: "Wohnen")
    case .mobility: Text(fr: "Mobilité", en: "Mobility", de: "Mobilität")
    case .digital: Text(fr: "Numérique", en: "Digital skills", de: "Digitales")
    case .application: Text(fr: "Préparer sa candidature", en: "Preparing an application", de: "Bewerbung vorbereiten")
    case .confidence: Text(fr: "Remobilisation", en: "Regaining confidence", de: "Neue Zuversicht")
    case .health: Text(fr: "Santé", en: "Health", de: "Gesundheit")
    case .training: Text(fr: "Se former", en: "Training", de: "Sich weiterbilden")
    case .abroad: Text(fr: "S’ouvrir à l’international", en: "Going abroad", de: "Ins Ausland gehen")
    case .job: Text(fr: "Trouver un emploi", en: "Finding a job", de: "Arbeit finden")
    }
  }
}

/// What a service has several of. Those that a public referential names are called as it calls them.
enum ServiceTermKind: String, Choice {
  case theme, audience, municipality, department, intercommunality, country, welcome, mobilisation, mobiliser

  var label: Text {
    switch self {
    case .theme: .themes
    case .audience: .audiences
    case .municipality, .department, .intercommunality, .country: .zones
    case .welcome: .welcome
    case .mobilisation: .mobilisation
    case .mobiliser: .mobilisers
    }
  }

  static let places: [ServiceTermKind] = [.municipality, .department, .intercommunality, .country]

  /// Which place a code of the INSEE is one of; nil where it has the shape of none.
  static func place(_ code: String) -> ServiceTermKind? {
    if code == "france" || code.wholeMatch(of: /99[0-5][0-9]{2}/) != nil { return .country }
    if code.wholeMatch(of: /([0-8][0-9]|9[0-578]|2[AB])[0-9]{3}/) != nil { return .municipality }
    if code.wholeMatch(of: /[0-8][0-9]|9[0-5]|2[AB]|9[78][0-9]/) != nil { return .department }
    return code.wholeMatch(of: /[0-9]{9}/) != nil ? .intercommunality : nil
  }
}

/// What a service has several of, by kind.
struct ServiceTerms: Sendable, Equatable {
  private var words: [ServiceTermKind: [Cell.Word]] = [:]

  subscript(_ kind: ServiceTermKind) -> [Cell.Word] { words[kind] ?? [] }

  func keys(_ kinds: ServiceTermKind...) -> [String] { kinds.flatMap { self[$0].map(\.key) } }

  func keys(_ kinds: [ServiceTermKind]) -> [String] { kinds.flatMap { self[$0].map(\.key) } }

  /// Those of one service, with the names that referentials give them, as one text: a list stays one statement.
  static let query: Query = """
    (SELECT \(Query(sqlite: "group_concat(word, '\u{1E}')", postgres: "string_agg(word, '\u{1E}')")) FROM (
      SELECT service_term.kind || '\u{1F}' || service_term.key || '\u{1F}' || coalesce(referential_entry.name, '') AS word
      FROM service_term
      LEFT JOIN referential_entry ON referential_entry.kind = service_term.kind
        AND referential_entry.code = service_term.key
      WHERE service_term.service_id = service.id ORDER BY service_term.kind, service_term.key) words)
    """

  private static let orders: [(ServiceTermKind, [String])] = [
    (.welcome, Welcome.allCases.map(\.rawValue)), (.mobilisation, Mobilisation.allCases.map(\.rawValue)),
    (.mobiliser, Mobiliser.allCases.map(\.rawValue)),
  ]

  init(_ joined: String?) {
    for word in (joined ?? "").split(separator: "\u{1E}") {
      let parts: [Substring] = word.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard parts.count == 3, let kind = ServiceTermKind(rawValue: String(parts[0])) else { continue }
      let (key, name): (String, String) = (String(parts[1]), String(parts[2]))
      words[kind, default: []].append(Cell.Word(key, kind.word(key, name)))
    }
    // What is a list of ours is said in its order.
    for (kind, order) in Self.orders {
      words[kind]?.sort { order.firstIndex(of: $0.key) ?? 0 < order.firstIndex(of: $1.key) ?? 0 }
    }
  }
}

extension ServiceTermKind {
  fileprivate func word(_ key: String, _ name: String) -> Text {
    switch self {
    case .welcome: Welcome(rawValue: key)?.label ?? Text(name: key)
    case .mobilisation: Mobilisation(rawValue: key)?.label ?? Text(name: key)
    case .mobiliser: Mobiliser(rawValue: key)?.label ?? Text(name: key)
    case .country where key == "france": Text(fr: "Toute la France", en: "All of France", de: "Ganz Frankreich")
    case .municipality, .department, .intercommunality, .country: Text(name: name.isEmpty ? key : name)
    case .theme, .audience: Text(name: name.isEmpty ? ReferentialCode.words(key) : name)
    }
  }
}

extension Text {
  static let themes = Text(fr: "Thématiques", en: "Themes", de: "Themen")
  static let audiences = Text(fr: "Publics", en: "For whom", de: "Für wen")
  static let zones = Text(fr: "Zone d’éligibilité", en: "Where one must live", de: "Einzugsgebiet")
  static let welcome = Text(fr: "Accueil", en: "Reception", de: "Empfang")
  static let mobilisation = Text(fr: "Comment y recourir", en: "How to get it", de: "So geht es")
  static let mobilisers = Text(fr: "Qui peut le demander", en: "Who may ask for it", de: "Wer fragen kann")
}
