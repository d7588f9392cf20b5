/// Names that belong to nobody, and say so.
struct InventedNames {
  private let trades: [String]
  private let places: [String]

  init(_ trades: [String], _ places: [String]) {
    self.trades = trades
    self.places = places
  }

  /// Each number has its own, up to every trade in every place.
  subscript(_ number: Int) -> String {
    precondition(number < trades.count * places.count, "no name is left")
    let (round, trade) = (number / trades.count, number % trades.count)
    return "\(trades[trade]) \(places[(trade + round) % places.count]) (fictif)"
  }

  static let mecatronique = InventedNames(
    ["Actionneurs", "Capteurs", "Robots", "Vision", "Prototypes", "Automates", "Mesure", "Simulation"],
    ["de la Boucle", "du Fleuve", "des Berges"])
}
