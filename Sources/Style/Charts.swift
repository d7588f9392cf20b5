import Platform
import SQL

extension Style {
  /// Figures drawn, each with its sentence and its table.
  var charts: Chapter {
    Chapter(
      path: "/style/graphiques", title: Text(fr: "Graphiques", en: "Charts"),
      samples: [
        Sample(
          Text(fr: "Barres", en: "Bars"),
          code: """
            let places = Measure(.hires)
            let now = Series(.hires, [120, 180, nil, 310])
            page.chart(try BarChart(.hiresByYear, places, of: .periods, labels: .years, [now]))
            """
        ) { page in
          let places = Measure(.hires)
          let now = Series(.hires, [120, 180, nil, 310])
          page.chart(try BarChart(.hiresByYear, places, of: .periods, labels: .years, [now]))
        },
        Sample(
          Text(fr: "Barres couchées", en: "Bars lying down"),
          code: """
            let areas = Measure(.areaLet, .number)
            let bySite = Series(.areaLet, [3_150, 1_500, 240])
            page.chart(try BarChart(.areaBySite, areas, of: .names, labels: .sites, [bySite]))
            """
        ) { page in
          let areas = Measure(.areaLet, .number)
          let bySite = Series(.areaLet, [3_150, 1_500, 240])
          page.chart(try BarChart(.areaBySite, areas, of: .names, labels: .sites, [bySite]))
        },
        Sample(
          Text(fr: "Lignes et cible", en: "Lines and target"),
          code: """
            let rate = Measure(.occupancy, .percent)
            let two = [Series(.artis, [71, 84, 88, 92]), Series(.bordelongue, [nil, 40, 62, 75])]
            page.chart(
              try LineChart(.occupancyByYear, rate, labels: .years, two, target: TargetBand(.target, 85...95)))
            """
        ) { page in
          let rate = Measure(.occupancy, .percent)
          let two = [Series(.artis, [71, 84, 88, 92]), Series(.bordelongue, [nil, 40, 62, 75])]
          page.chart(
            try LineChart(.occupancyByYear, rate, labels: .years, two, target: TargetBand(.target, 85...95)))
        },
        Sample(
          Text(fr: "Parts d’un tout", en: "Parts of a whole"),
          code: """
            page.chart(
              try ShareChart(.residence, .partition, parts: .cities, [ShareChart.Whole(.everybody, [73, 24, 3])]))
            """
        ) { page in
          page.chart(
            try ShareChart(.residence, .partition, parts: .cities, [ShareChart.Whole(.everybody, [73, 24, 3])]))
        },
        Sample(
          Text(fr: "Parts refusées", en: "Parts refused"),
          code: """
            page.chart(
              try ShareChart(.residence, .partition, parts: .mixed, [ShareChart.Whole(.everybody, [62, 73, 24])]))
            """
        ) { page in
          page.chart(
            try ShareChart(.residence, .partition, parts: .mixed, [ShareChart.Whole(.everybody, [62, 73, 24])]))
        },
        Sample(
          Text(fr: "Entonnoir", en: "Funnel"),
          code: """
            page.chart(
              try Funnel(
                .fromIdeaToFirm, [.init(.met, 550), .init(.welcomed, 550), .init(.advised, 80), .init(.founded, 18)]))
            """
        ) { page in
          page.chart(
            try Funnel(
              .fromIdeaToFirm, [.init(.met, 550), .init(.welcomed, 550), .init(.advised, 80), .init(.founded, 18)]))
        },
        Sample(
          Text(fr: "Jauge", en: "Gauge"),
          code: """
            let share = Measure(.occupancy, .percent)
            page.chart(try Gauge(.occupancyNow, share, 92, goal: .within(85...95), past: (.lastYear, 88)))
            """
        ) { page in
          let share = Measure(.occupancy, .percent)
          page.chart(try Gauge(.occupancyNow, share, 92, goal: .within(85...95), past: (.lastYear, 88)))
        },
        Sample(
          Text(fr: "Frise chronologique", en: "Timeline"),
          code: """
            let works = Timeline.Row(.artis, [.span(.works, from: .example.adding(days: -600), to: .example)])
            let life = Timeline.Row(
              .bordelongue, [.moment(.opening, on: .example), .span(.letting, from: .example, to: nil)])
            page.chart(try Timeline(.twoSites, [works, life]))
            """
        ) { page in
          let works = Timeline.Row(.artis, [.span(.works, from: .example.adding(days: -600), to: .example)])
          let life = Timeline.Row(
            .bordelongue, [.moment(.opening, on: .example), .span(.letting, from: .example, to: nil)])
          page.chart(try Timeline(.twoSites, [works, life]))
        },
        Sample(
          Text(fr: "Points sur la France", en: "Points on France"),
          code: """
            let sheets = Measure(.sheets)
            page.chart(
              try FranceMap(
                .sheetsByCity, sheets,
                [
                  .init(Text(name: "Grenoble"), latitude: 45.19, longitude: 5.72, 4, link: "/style"),
                  .init(Text(name: "Lille"), latitude: 50.63, longitude: 3.06, 2),
                  .init(Text(name: "Bordeaux"), latitude: 44.84, longitude: -0.58, 3),
                ]))
            """
        ) { page in
          let sheets = Measure(.sheets)
          page.chart(
            try FranceMap(
              .sheetsByCity, sheets,
              [
                .init(Text(name: "Grenoble"), latitude: 45.19, longitude: 5.72, 4, link: "/style"),
                .init(Text(name: "Lille"), latitude: 50.63, longitude: 3.06, 2),
                .init(Text(name: "Bordeaux"), latitude: 44.84, longitude: -0.58, 3),
              ]))
        },
        Sample(
          Text(fr: "Plan d’occupation", en: "Occupancy map", de: "Belegungsplan"),
          code: """
            let floors: [OccupancyMap.Level] = [
              .init(.groundFloor, .workshops),
              .init(
                .firstFloor,
                [
                  .init("Bureau 1", Area(squareMetres: 52), .held(part: 2), holder: .long, path: "/style/fiche"),
                  .init("Bureau 2", Area(squareMetres: 52), .reserved, holder: "Coop’Vélo (fictif)"),
                  .init("Bureau 3", Area(squareMetres: 35), .vacant, path: "/style/fiche"),
                ]),
            ]
            page.chart(try OccupancyMap(.occupancyOfSite, parts: .categories, floors))
            """
        ) { page in
          let floors: [OccupancyMap.Level] = [
            .init(.groundFloor, .workshops),
            .init(
              .firstFloor,
              [
                .init("Bureau 1", Area(squareMetres: 52), .held(part: 2), holder: .long, path: "/style/fiche"),
                .init("Bureau 2", Area(squareMetres: 52), .reserved, holder: "Coop’Vélo (fictif)"),
                .init("Bureau 3", Area(squareMetres: 35), .vacant, path: "/style/fiche"),
              ]),
          ]
          page.chart(try OccupancyMap(.occupancyOfSite, parts: .categories, floors))
        },
      ])
  }
}

extension [OccupancyMap.Room] {
  fileprivate static let workshops: [OccupancyMap.Room] = [
    .init("Atelier 1", Area(squareMetres: 180), .held(part: 0), holder: "Recyclerie du Drac (fictif)"),
    .init("Atelier 2", Area(squareMetres: 179), .held(part: 0), holder: "Bois et Liens (fictif)"),
    .init(
      "Atelier 3", Area(squareMetres: 520), .held(part: 1), holder: "Menuiserie des Alpins (fictif)",
      path: "/style/fiche"), .init("Atelier 4", Area(squareMetres: 218), .vacant, path: "/style/fiche"),
    .init("Atelier 5", Area(squareMetres: 236), .held(part: 1), holder: "مؤسسة النخيل"),
  ]
}

extension [Text] {
  fileprivate static let years: [Text] = [2009, 2010, 2011, 2012].map { Text(name: String($0)) }
  fileprivate static let sites: [Text] = [
    Text(name: "ARTIS Fontaine"), Text(name: "Pépinière de Bordelongue"), Text(name: .long),
  ]
  fileprivate static let cities: [Text] = [
    Text(name: "Bordeaux"), Text(fr: "reste de l’agglomération", en: "rest of the area"),
    Text(fr: "ailleurs", en: "elsewhere"),
  ]
  fileprivate static let categories: [Text] = [
    Text(fr: "Insertion par l’activité économique", en: "Work integration", de: "Berufliche Eingliederung"),
    Text(fr: "Artisan", en: "Craft business", de: "Handwerksbetrieb"),
    Text(fr: "Association", en: "Association", de: "Verein"),
  ]
  fileprivate static let mixed: [Text] = [
    Text(fr: "quartiers prioritaires", en: "priority districts"), Text(name: "Bordeaux"),
    Text(fr: "reste de l’agglomération", en: "rest of the area"),
  ]
}

extension Text {
  fileprivate static let hires = Text(fr: "Le nombre de placements", en: "The number of placements")
  fileprivate static let hiresByYear = Text(fr: "Placements par an (fictif)", en: "Placements by year (invented)")
  fileprivate static let areaLet = Text(fr: "La surface louée", en: "The area let")
  fileprivate static let areaBySite = Text(fr: "Mètres carrés loués par site", en: "Square metres let by site")
  fileprivate static let occupancy = Text(fr: "Le taux d’occupation", en: "The occupancy rate")
  fileprivate static let occupancyByYear = Text(fr: "Occupation par an (fictif)", en: "Occupancy by year (invented)")
  fileprivate static let occupancyNow = Text(fr: "Occupation aujourd’hui (fictif)", en: "Occupancy today (invented)")
  fileprivate static let lastYear = Text(fr: "l’an dernier", en: "last year")
  fileprivate static let target = Text(fr: "cible", en: "target")
  fileprivate static let artis = Text(name: "ARTIS")
  fileprivate static let bordelongue = Text(name: "Bordelongue")
  fileprivate static let residence = Text(fr: "Où habitent les personnes reçues", en: "Where those received live")
  fileprivate static let everybody = Text(fr: "Ensemble", en: "All")
  fileprivate static let fromIdeaToFirm = Text(fr: "De l’idée à l’entreprise", en: "From idea to firm")
  fileprivate static let met = Text(fr: "rencontrées", en: "met")
  fileprivate static let welcomed = Text(fr: "reçues", en: "received")
  fileprivate static let advised = Text(fr: "conseillées", en: "advised")
  fileprivate static let founded = Text(fr: "entreprises créées", en: "firms founded")
  fileprivate static let twoSites = Text(fr: "Deux sites, du chantier aux baux", en: "Two sites, from works to leases")
  fileprivate static let works = Text(fr: "travaux", en: "works")
  fileprivate static let opening = Text(fr: "ouverture", en: "opening")
  fileprivate static let letting = Text(fr: "en location", en: "letting")
  fileprivate static let occupancyOfSite = Text(
    fr: "Qui occupe le site (fictif)", en: "Who holds the site (invented)", de: "Wer den Standort belegt (erfunden)")
  fileprivate static let groundFloor = Text(fr: "Rez-de-chaussée", en: "Ground floor", de: "Erdgeschoss")
  fileprivate static let firstFloor = Text(fr: "1er étage", en: "First floor", de: "1. Stock")
  fileprivate static let sheets = Text(fr: "Le nombre de fiches", en: "The number of sheets")
  fileprivate static let sheetsByCity = Text(fr: "Fiches par ville (fictif)", en: "Sheets by city (invented)")
}
