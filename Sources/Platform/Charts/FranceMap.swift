import SQL

/// Values at places of France. The drawing is an image: what can be followed stands in the list below it, where links are
/// as large as a finger and come in the order of their names.
public struct FranceMap: Figure {
  public struct Place: Sendable {
    let name: Text
    let latitude: Double
    let longitude: Double
    let value: Double
    let link: String?

    public init(_ name: Text, latitude: Double, longitude: Double, _ value: Double, link: String? = nil) {
      self.name = name
      self.latitude = latitude
      self.longitude = longitude
      self.value = value
      self.link = link
    }
  }

  let title: Text
  let sentence: Text?
  let measure: Measure
  let places: [Place]
  let decimals: Int

  /// Every place must be somewhere on the map, and no value be negative: a disc of less than nothing cannot be drawn.
  public init(_ title: Text, _ measure: Measure, _ places: [Place], sentence: Text? = nil) throws(ChartRefusal) {
    for place in places {
      try measure.check(place.value)
      guard place.value >= 0 else { throw .negative(place) }
      guard place.isOnMap else { throw .elsewhere(place) }
    }
    self.title = title
    self.sentence = sentence
    self.measure = measure
    // The largest first: the small are drawn upon them, and the labels of the large are placed before.
    self.places = places.sorted { $0.value > $1.value }
    decimals = measure.places(for: places.map(\.value))
  }

  var isEmpty: Bool { places.isEmpty }

  func written(_ value: Double, _ language: Language) -> String {
    measure.written(value, places: decimals, language)
  }

  func summary(_ language: Language) -> String {
    let subject: String = measure.name(language)
    let largest: Place = places[0]
    let smallest: Place = places[places.count - 1]
    let high: String = "\(written(largest.value, language)) (\(Lettering.named(largest.name(language))))"
    let low: String = "\(written(smallest.value, language)) (\(Lettering.named(smallest.name(language))))"
    let value: String = written(largest.value, language)
    guard places.count > 1 else {
      return Text(fr: "\(subject) est de \(high).", en: "\(subject) is \(high).", de: "\(subject) beträgt \(high).")(
        language)
    }
    guard largest.value > smallest.value else {
      return Text(
        fr: "\(subject) est partout de \(value).", en: "\(subject) is \(value) throughout.",
        de: "\(subject) beträgt überall \(value).")(language)
    }
    return Text(
      fr: "\(subject) va de \(low) à \(high).", en: "\(subject) ranges from \(low) to \(high).",
      de: "\(subject) reicht von \(low) bis \(high).")(language)
  }

  func table(_ language: Language) -> FigureTable {
    FigureTable(
      columns: [Text(fr: "Lieu", en: "Place", de: "Ort")(language), measure.name(language)],
      rows: places.map { place in
        FigureTable.Row(name: place.name(language), link: place.link, cells: [written(place.value, language)])
      })
  }

  func plate(_ language: Language, _ today: Day) -> Plate { FrancePlot(map: self, language: language).plate() }

  /// Those whose name found no room on the map, by their number there, then those that lead somewhere.
  func notes(_ language: Language) -> [PlaceNote] {
    let plot = FrancePlot(map: self, language: language)
    let numbers: [Int: Int] = plot.numbers
    return places.indices.filter { numbers[$0] != nil || places[$0].link != nil }
      .sorted { (numbers[$0] ?? .max, $0) < (numbers[$1] ?? .max, $1) }
      .map { index in
        let place: Place = places[index]
        return PlaceNote(
          number: numbers[index], name: place.name(language), value: written(place.value, language), link: place.link)
      }
  }
}

extension FranceMap.Place {
  var overseas: Int? {
    FranceOutline.overseas.firstIndex {
      $0.longitudes.contains(longitude) && $0.latitudes.contains(latitude)
    }
  }

  var isOnMap: Bool {
    FranceOutline.isMainland(longitude: longitude, latitude: latitude) || overseas != nil
  }
}

extension ChartRefusal {
  fileprivate static func negative(_ place: FranceMap.Place) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "La valeur de « \(place.name(.fr)) » est négative.", en: "The value of “\(place.name(.en))” is negative.",
        de: "Der Wert von „\(place.name(.de))“ ist negativ."))
  }

  fileprivate static func elsewhere(_ place: FranceMap.Place) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "« \(place.name(.fr)) » n’est pas sur la carte : vérifiez sa latitude et sa longitude.",
        en: "“\(place.name(.en))” is not on the map: check its latitude and longitude.",
        de: "„\(place.name(.de))“ liegt nicht auf der Karte: Breite und Länge sind zu prüfen."))
  }
}
