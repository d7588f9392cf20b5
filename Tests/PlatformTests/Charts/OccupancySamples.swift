@testable import Platform

/// Sites as they are, and as nobody would build them.
enum OccupancySamples {
  static let parts: [Text] = [
    Text(fr: "Insertion par l’activité économique", en: "Work integration", de: "Berufliche Eingliederung"),
    Text(fr: "Économie sociale et solidaire", en: "Social economy", de: "Sozial- und Solidarwirtschaft"),
    Text(fr: "Artisan", en: "Craft business", de: "Handwerksbetrieb"),
    Text(fr: "Entreprise", en: "Company", de: "Unternehmen"), Text(fr: "Association", en: "Association", de: "Verein"),
  ]
  static let tenants: [String] = [
    "Atelier Belledonne", "Recyclerie du Drac", "Bois & Liens", "Menuiserie des Alpins", "Les Jardins d’Émeline",
    "Coop’Vélo", "Imprimerie du Pont", "Fil et Trame", "Œuvre Commune", "Maçonnerie Vercors", "Cuisine partagée",
    "Électricité Rive Gauche", "Le Son juste", "Papiers et Cie", "Traiteur Mosaïque", "Numérique solidaire",
  ]
  static let groundFloor = Text(fr: "Rez-de-chaussée", en: "Ground floor", de: "Erdgeschoss")

  /// Ten workshops on the ground floor, eight offices above.
  static func artis() throws -> OccupancyMap {
    let workshops: [(Int, OccupancyMap.State, String?)] = [
      (180, .held(part: 0), "Recyclerie du Drac"), (179, .held(part: 0), "Bois et Liens"),
      (520, .held(part: 0), "Menuiserie des Alpins"), (480, .held(part: 1), "Coop’Vélo"),
      (420, .held(part: 1), "Imprimerie du Pont"), (347, .held(part: 0), "Fil et Trame"),
      (236, .held(part: 2), "Œuvre Commune"), (218, .vacant, nil), (225, .held(part: 1), "Cuisine partagée"),
      (205, .reserved, "Maçonnerie Vercors"),
    ]
    return try OccupancyMap(
      words("ARTIS Fontaine"), parts: parts,
      [
        .init(
          groundFloor,
          workshops.enumerated().map { index, room in
            .init(
              "Atelier \(index + 1)", Area(squareMetres: room.0), room.1, holder: room.2, path: "/lots/\(index + 1)")
          }),
        .init(
          words("1er étage"),
          (1...8).map { number in
            .init(
              "Bureau \(number)", Area(squareMetres: 52), number == 8 ? .vacant : .held(part: 4),
              path: "/lots/1\(number)")
          }),
      ])
  }

  /// Four hundred lots on four levels, the same each time.
  static func large() throws -> OccupancyMap {
    try OccupancyMap(
      words("Parc d’activités"), parts: parts,
      (0..<4).map { level in
        OccupancyMap.Level(
          level == 0 ? groundFloor : words("Niveau \(level)"),
          (1...100).map { number in
            let lot: Int = level * 100 + number
            let state: OccupancyMap.State =
              lot % 11 == 0 ? .vacant : lot % 37 == 0 ? .reserved : .held(part: lot * 7 % 17 % 5)
            return OccupancyMap.Room(
              "Bureau \(lot)", Area(squareDecimetres: 900 + lot * 613 % 57 * 100), state,
              holder: state == .vacant ? nil : tenants[lot % tenants.count], path: "/lots/\(lot)")
          })
      })
  }

  /// One hall among boxes, and a mezzanine of next to nothing.
  static func giant() throws -> OccupancyMap {
    try OccupancyMap(
      words("Halle"), parts: [words("Occupé")],
      [
        .init(
          nil,
          (1...41).map { number in
            .init(
              "Box \(number)", Area(squareMetres: number % 20 == 3 ? 9_000 : 12),
              number % 4 == 0 ? .vacant : .held(part: 0))
          }), .init(words("Mezzanine"), [.init("Régie", Area(squareDecimetres: 650), .reserved)]),
      ])
  }

  static func single() throws -> OccupancyMap {
    try OccupancyMap(
      words("Un lot"), parts: [],
      [.init(nil, [.init("<b>Halle</b> \"A\" & B", Area(squareMetres: 1_767), .vacant, path: "/lots/1?a=1&b=\"2\"")])])
  }

  static func troubled() throws -> OccupancyMap {
    try OccupancyMap(
      words("Noms"), parts: [words(ChartSamples.long), words(ChartSamples.arabic)],
      [
        .init(
          words(ChartSamples.long),
          [
            .init(ChartSamples.long, Area(squareMetres: 60), .held(part: 0), holder: ChartSamples.arabic),
            .init(ChartSamples.arabic, Area(squareMetres: 75), .held(part: 1), holder: ChartSamples.long),
            .init("", Area(squareDecimetres: 1), .vacant), .init("Bureau", Area(squareMetres: 30), .reserved),
          ]), .init(words("Vide"), []),
      ])
  }

  static func all() throws -> [OccupancyMap] { try [artis(), large(), giant(), single(), troubled()] }
}
