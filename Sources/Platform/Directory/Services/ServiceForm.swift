import Mail
import SQL

/// What is entered of a service. Only its name and what it is are needed; the rest is asked for by who takes it over.
struct ServiceForm: Form {
  static let name = Field.text("name", .service, help: .serviceNameHelp, most: 150)
  static let description = Field.prose("description", .serviceDescription, help: .serviceDescriptionHelp, most: 10_000)
  static let type = Field<ServiceType>.choice("type", .serviceType).optional
  static let themes = Field.codes("themes", .themes)
  static let audiences = Field.codes("audiences", .audiences)
  static let audienceNote = Field.text("audienceNote", .audienceNote, most: 500).optional
  static let fee = Field<ServiceFee>.choice("fee", .fee).optional
  static let feeNote = Field.text("feeNote", .feeNote, most: 500).optional
  static let conditions = Field.lines("conditions", .conditions, most: 2_000).optional
  static let zones = Field.codes("zones", .zones)
  static let welcome = Field.several("welcome", .welcome, among: Welcome.words)
  static let mobilisation = Field.several("mobilisation", .mobilisation, among: Mobilisation.words)
  static let mobilisers = Field.several("mobilisers", .mobilisers, among: Mobiliser.words)
  static let mobilisationNote = Field.lines("mobilisationNote", .mobilisationNote, most: 2_000).optional
  static let contact = Field.text("contact", .serviceContact, help: .serviceContactHelp, most: 120).optional
  static let phone = Field.text("phone", .phone, most: 30).optional
  static let email = Field.email("email", .email).optional
  static let link = Field.webAddress("link", .serviceLink).optional
  static let hours = Field.hours("openingHours", .openingHours, help: .openingHoursHelp).optional
  static let address = Field.text("address", .streetAddress, help: .serviceAddressHelp, most: 200).optional
  static let postcode = Field.text("postcode", .publicPostcode, most: 10).optional
  static let municipality = Field.named("municipality", .publicMunicipality, most: 80, finder: "communes").optional
  static let programme = Field<Int>.record("programme", .oneProgramme).optional
  static let isPublic = Field.flag("isPublic", .isPublished, help: .servicePublicHelp)
  static let fields: [any FormField] = [
    name, description, type, themes, audiences, audienceNote, fee, feeNote, conditions, zones, welcome, mobilisation,
    mobilisers, mobilisationNote, contact, phone, email, link, hours, address, postcode, municipality, programme,
    isPublic,
  ]

  var name: String
  var description: String
  var type: ServiceType?
  var fee: ServiceFee?
  var feeNote: String?
  var audienceNote: String?
  var conditions: String?
  var mobilisationNote: String?
  var contact: String?
  var reach = Organisation.Reach()
  var hours: OpeningHours?
  var place = Organisation.Place()
  var programme: ID<Programme>?
  var isPublic: Bool = true
  var themes: [String] = []
  var audiences: [String] = []
  var zones: [String] = []
  var welcome: [String] = []
  var mobilisation: [String] = []
  var mobilisers: [String] = []

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    description = values[Self.description]
    type = values[Self.type]
    fee = values[Self.fee]
    feeNote = values[Self.feeNote]
    audienceNote = values[Self.audienceNote]
    conditions = values[Self.conditions]
    mobilisationNote = values[Self.mobilisationNote]
    contact = values[Self.contact]
    reach = Organisation.Reach(
      email: values[Self.email]?.text, phone: values[Self.phone], website: values[Self.link])
    hours = values[Self.hours]
    place = Organisation.Place(
      address: values[Self.address], postcode: values[Self.postcode], municipality: values[Self.municipality])
    programme = values[Self.programme].map { ID(Int64($0)) }
    isPublic = values[Self.isPublic]
    themes = values[Self.themes]
    audiences = values[Self.audiences]
    zones = values[Self.zones].map { $0 == "france" ? $0 : $0.uppercased() }
    welcome = values[Self.welcome]
    mobilisation = values[Self.mobilisation]
    mobilisers = values[Self.mobilisers]
  }

  init(_ name: String, _ description: String) {
    self.name = name
    self.description = description
  }

  /// What it has several of, by kind.
  var terms: [(kind: ServiceTermKind, key: String)] {
    let chosen: [(ServiceTermKind, [String])] = [
      (.theme, themes), (.audience, audiences), (.welcome, welcome), (.mobilisation, mobilisation),
      (.mobiliser, mobilisers),
    ]
    return chosen.flatMap { kind, keys in keys.map { (kind, $0) } }
      + zones.compactMap { code in ServiceTermKind.place(code).map { ($0, code) } }
  }

  static func typed(_ service: OfferedService) -> Typed {
    var typed = Typed()
    typed.set(name, service.name)
    typed.set(description, service.description)
    typed.set(type, service.type)
    typed.set(fee, service.fee)
    typed.set(feeNote, service.feeNote)
    typed.set(audienceNote, service.audienceNote)
    typed.set(conditions, service.conditions)
    typed.set(mobilisationNote, service.mobilisationNote)
    typed.set(contact, service.contact)
    typed.set(phone, service.reach.phone)
    typed.set(email, service.reach.email.flatMap { EmailAddress($0) })
    typed.set(link, service.reach.website)
    typed.set(hours, service.hours)
    typed.set(address, service.ownPlace.address)
    typed.set(postcode, service.ownPlace.postcode)
    typed.set(municipality, service.ownPlace.municipality)
    typed.set(programme, service.programme.map { Int($0.id.number) })
    typed.set(isPublic, service.isPublic)
    typed.set(themes, service.terms.keys(.theme))
    typed.set(audiences, service.terms.keys(.audience))
    typed.set(zones, service.terms.keys(ServiceTermKind.places))
    typed.set(welcome, service.terms.keys(.welcome))
    typed.set(mobilisation, service.terms.keys(.mobilisation))
    typed.set(mobilisers, service.terms.keys(.mobiliser))
    typed.set(.version, service.version)
    return typed
  }
}

struct ServiceFilter: Form {
  static let text = Field.text("q", .service, most: 100).optional
  static let theme = Field.text("theme", .theme, most: SeveralValues.mostCharacters).optional
  static let audience = Field.text("audience", .audiences, most: SeveralValues.mostCharacters).optional
  static let fee = Field<ServiceFee>.choice("fee", .fee).optional
  static let municipality = Field.text("municipality", .publicMunicipality, most: 80).optional
  static let fields: [any FormField] = [text, theme, audience, fee, municipality]

  let text: String?
  /// A theme’s code, or the heading it stands under.
  let theme: String?
  let audience: String?
  let fee: ServiceFee?
  let municipality: String?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    theme = values[Self.theme]
    audience = values[Self.audience]
    fee = values[Self.fee]
    municipality = values[Self.municipality]
  }
}

extension Field where Value == [String] {
  /// Codes of a public referential. Where it was loaded they are chosen from; where it was not, they are typed, and a rule
  /// looks at their shape.
  static func codes(_ key: String, _ label: Text) -> Field { codes(key, label, help: nil, .several([])) }

  static func codes(_ key: String, _ label: Text, help: Text? = nil, among choices: [(key: String, label: Text)])
    -> Field
  {
    codes(key, label, help: help, .several(choices))
  }

  static func codes(_ key: String, _ label: Text, typed help: Text) -> Field {
    codes(key, label, help: help, .lines(most: 4_000))
  }

  private static func codes(_ key: String, _ label: Text, help: Text?, _ control: Control) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: false, control: control,
      read: { raw in
        var codes: [String] = []
        for part in (raw ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
          let code = String(part)
          if !codes.contains(code) { codes.append(code) }
        }
        guard codes.count <= SeveralValues.most, codes.allSatisfy({ $0.count <= SeveralValues.mostCharacters }) else {
          return .wrong(.notAChoice)
        }
        return .value(codes)
      }, write: { SeveralValues.raw($0) })
  }
}

extension Text {
  static let theme = Text(fr: "Thématique", en: "Theme", de: "Thema")
  fileprivate static let serviceNameHelp = Text(
    fr: "Par exemple « Atelier CV et lettre de motivation ». Sans point à la fin.",
    en: "For example “CV and covering letter workshop”. Without a full stop.")
  fileprivate static let serviceDescriptionHelp = Text(
    fr: "Ce que la personne y trouve, en phrases courtes : entre 200 et 2 000 caractères se lisent bien.",
    en: "What people find there, in short sentences: between 200 and 2,000 characters read well.")
  fileprivate static let serviceContactHelp = Text(
    fr: "Son nom sera public si le service l’est.", en: "The name will be public if the service is.")
  fileprivate static let serviceAddressHelp = Text(
    fr: "Vide : celle de l’organisation.", en: "Empty: that of the organisation.")
  fileprivate static let servicePublicHelp = Text(
    fr: "Tout le monde le voit, et il part vers data·inclusion. Décoché, seuls les agents le voient.",
    en: "Everybody sees it, and it leaves for data·inclusion. Unticked, only agents see it.")
}
