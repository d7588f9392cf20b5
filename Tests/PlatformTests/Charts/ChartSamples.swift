import SQL

@testable import Platform

/// Charts as a page would have them, and as nobody would wish them.
enum ChartSamples {
  static let long: String =
    "Association pour le développement de l’insertion par l’activité économique dans les quartiers de la politique de "
    + "la ville et pour l’accompagnement des demandeurs d’emploi de longue durée, des bénéficiaires du revenu de "
    + "solidarité active et des jeunes sortis sans qualification du système scolaire de l’agglomération"
  static let arabic: String = "جمعية التشغيل في المدينة"

  static let cities: [(name: String, latitude: Double, longitude: Double)] = [
    ("Lille", 50.63, 3.06), ("Paris", 48.86, 2.35), ("Plaine Commune", 48.94, 2.36), ("Est Ensemble", 48.87, 2.45),
    ("Grand Paris Sud", 48.63, 2.43), ("Versailles", 48.8, 2.13), ("Strasbourg", 48.58, 7.75), ("Nancy", 48.69, 6.18),
    ("Metz", 49.12, 6.18), ("Reims", 49.26, 4.03), ("Rouen", 49.44, 1.1), ("Le Havre", 49.49, 0.11),
    ("Brest", 48.39, -4.49), ("Rennes", 48.11, -1.68), ("Nantes", 47.22, -1.55), ("Angers", 47.47, -0.55),
    ("Le Mans", 48, 0.2), ("Tours", 47.39, 0.69), ("Orléans", 47.9, 1.9), ("Dijon", 47.32, 5.04), ("Lyon", 45.76, 4.84),
    ("Saint-Étienne", 45.44, 4.39), ("Villeurbanne", 45.77, 4.88), ("Grenoble", 45.19, 5.72), ("Marseille", 43.3, 5.37),
    ("Toulon", 43.12, 5.93), ("Nice", 43.7, 7.27), ("Montpellier", 43.61, 3.88), ("Toulouse", 43.6, 1.44),
    ("Bordeaux", 44.84, -0.58), ("Ajaccio", 41.93, 8.74), ("Pointe-à-Pitre", 16.24, -61.53),
    ("Fort-de-France", 14.6, -61.07),
    ("Cayenne", 4.92, -52.33), ("Saint-Denis", -20.88, 55.45), ("Mamoudzou", -12.78, 45.23),
  ]

  static func places(linked: Bool) -> [FranceMap.Place] {
    cities.enumerated().map { index, city in
      FranceMap.Place(
        words(city.name), latitude: city.latitude, longitude: city.longitude, Double((index * 37) % 50 * 13 + 4),
        link: linked && index.isMultiple(of: 9) ? "/territoires/\(index)" : nil)
    }
  }

  static func bars() throws -> [BarChart] {
    let month: Text = words("2012")
    return try [
      BarChart(
        words("Placements par an"), .placements, of: .periods, labels: years,
        [Series(words("Placements"), [120, 150, 145, 180, 160, 240, 290, 310])]),
      BarChart(
        words("Placements par an, selon le sexe"), .placements, of: .periods, labels: years,
        [
          Series(words("Femmes"), [60, 80, 75, nil, 90, 130, 150, 160]),
          Series(words("Hommes"), [60, 70, 70, 90, 70, 110, 140, 150]),
        ]),
      BarChart(
        words("Placements par ville"), .placements, of: .names,
        labels: [
          "Lyon", "Lille", "Reims", "Rennes", "Nantes", "Dijon", "Tours", "Metz", "Brest", "Nice", "Paris", "Caen",
        ]
        .map(words), [Series(words("Placements"), [310, 290, 250, 120, 110, 90, 80, 64, 51, 40, 12, 3])]),
      BarChart(
        words("Soldes par structure"), Measure(words("Le solde"), .euros), of: .names,
        labels: [long, arabic, "Régie de quartier", "CCAS"].map(words),
        [Series(words("Solde"), [-440, 1_250_000, nil, 85_040.5])]),
      BarChart(
        words("Par public et par année"), .rate, of: .names,
        labels: ["Jeunes", "Seniors", "Travailleurs handicapés"].map(words),
        [
          Series(words("2012"), [20, 19, 26]), Series(words("2013"), [22.5, 18, 24]),
          Series(words("2014"), [25, 0, -3]),
          Series(words("2015"), [30, nil, 20]),
        ]),
      BarChart(
        words("Rien que zéro"), .placements, of: .periods, labels: years,
        [Series(words("n"), Array(repeating: 0, count: 8))]),
      BarChart(words("Un seul"), .placements, of: .periods, labels: [month], [Series(words("n"), [7])]),
      BarChart(
        words("Très grand et très petit"), .placements, of: .names, labels: ["A", "B"].map(words),
        [Series(words("n"), [1e12, 0.003])]),
      BarChart(
        words("Pertes et gains"), .placements, of: .periods, labels: years,
        [Series(words("n"), [-12, 15, -7, 0, 3, 22, -18, 4])]),
      BarChart(
        words("Chaque mois depuis dix ans"), .placements, of: .periods,
        labels: (0..<120).map { words("\($0 % 12 + 1)/\(2006 + $0 / 12)") },
        [Series(words("n"), (0..<120).map { Double(($0 * 17) % 41 + 10) })]),
    ]
  }

  static func lines() throws -> [LineChart] {
    try [
      LineChart(
        words("Taux d’occupation"), .rate, labels: years, [Series(words("Artis"), [70, 78, nil, 85, 88, 91, 90, 92])],
        target: TargetBand(Text(fr: "Cible", en: "Target", de: "Ziel"), 80...90)),
      LineChart(
        words("Entrées par dispositif"), .placements, labels: years,
        [
          Series(words("Plan local pour l’insertion et l’emploi"), [120, 130, 140, 150, 160, 170, 180, 190]),
          Series(words("Mission locale"), [100, 110, nil, nil, 150, 160, 175, 188]),
          Series(words("Cap emploi"), [20, 25, 22, 30, 35, 33, 40, 45]),
          Series(words("Maison de l’emploi"), [200, 180, 160, 170, 175, 180, 182, 186]),
          Series(words(arabic), [nil, 12, nil, 15, nil, 60, nil, nil]),
          Series(words("École de la deuxième chance"), [5, 8, 12, 18, 22, 28, 33, 41]),
        ]),
      LineChart(words("Un point"), .placements, labels: [years[0]], [Series(words("n"), [3])]),
      LineChart(words("Plat"), .rate, labels: Array(years.prefix(3)), [Series(words("n"), [0, 0, 0])]),
      LineChart(
        words("Presque plat"), Measure(words("Le montant"), .euros), labels: Array(years.prefix(3)),
        [Series(words("n"), [1e12, 1.01e12, 1.005e12])]),
      LineChart(
        words("Minuscule"), .placements, labels: Array(years.prefix(3)), [Series(words("n"), [0.0001, 0.0003, 0.0002])]),
    ]
  }

  static func others() throws -> [any Figure] {
    let residence: [Text] = ["Bordeaux", "Communauté urbaine hors Bordeaux", "Ailleurs"].map(words)
    let timeline: [Timeline.Row] = [
      .init(
        words("Locaux d’Artis"),
        [
          .span(words("Bail de la coopérative"), from: Day(2008, 6, 1)!, to: Day(2012, 12, 31)!),
          .span(words("Bail de la régie"), from: Day(2013, 1, 1)!, to: nil),
          .moment(words("Ouverture"), on: Day(2008, 4, 12)!),
        ]),
      .init(
        words("Convention"),
        [
          .span(words("Première convention"), from: Day(2005, 1, 1)!, to: Day(2008, 1, 1)!),
          .span(words(long), from: Day(2011, 5, 1)!, to: Day(2014, 5, 1)!),
          .moment(words(arabic), on: Day(2026, 10, 1)!),
        ]),
    ]
    return try [
      ShareChart(
        words("Où habitent les participants"), .partition, parts: residence,
        [.init(words("213 participants"), [73, 24, 3])]),
      ShareChart(
        words("Où ils habitent, année par année"), .partition, parts: residence,
        [
          .init(words("2012"), [60, 35, 5]), .init(words("2013"), [66.6, 33.3, 0]),
          .init(words("2014"), [155, 51, 7], of: 213),
        ]),
      Funnel(
        words("De l’idée à l’entreprise"),
        [
          .init(words("Personnes sensibilisées"), 550), .init(words("Personnes reçues"), 550),
          .init(words("Porteurs de projet"), 80), .init(words("Projets accompagnés"), 80),
          .init(words("Entreprises créées"), 18),
        ]),
      Funnel(words("Personne"), [.init(words("Reçus"), 0), .init(words(long), 0)]),
      Gauge(
        words("Occupation"), .rate, 92, goal: .atLeast(90),
        past: (Text(fr: "Il y a un an", en: "A year ago", de: "Vor einem Jahr"), 88)),
      Gauge(words("Durée d’attente"), Measure(words("La durée"), .named(words("jours"))), 45, goal: .atMost(30)),
      Gauge(words("Dans la fourchette"), .rate, 84.5, goal: .within(80...90)),
      Timeline(words("Vingt ans de locaux"), timeline),
      Timeline(words("Un jour"), [.init(words("Une ligne"), [.moment(words("Le jour"), on: today)])]),
      FranceMap(words("Territoires"), .placements, places(linked: true)),
      FranceMap(words("Un territoire"), .placements, [.init(words(long), latitude: 45.19, longitude: 5.72, 0)]),
    ]
  }

  static func all() throws -> [any Figure] { try bars() + lines() + others() + OccupancySamples.all() }
}
