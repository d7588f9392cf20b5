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

  static let pepinieres = InventedNames(
    [
      "Atelier", "Robotique", "Conseil", "Menuiserie", "Logiciels", "Traiteur", "Optique", "Imprimerie", "Énergies",
      "Textiles", "Mécanique", "Édition", "Informatique", "Paysages", "Électronique", "Biscuiterie", "Cartographie",
      "Maintenance", "Studio", "Transports", "Céramique", "Laboratoire", "Services", "Ingénierie", "Brasserie",
    ],
    [
      "du Pastel", "des Violettes", "de la Brique", "d’Autan", "du Canal", "de l’Ormeau", "des Coteaux", "du Levant",
      "de la Prairette", "des Sept Ponts", "du Tournesol", "de l’Écluse", "des Pins", "du Belvédère", "de la Meule",
      "des Hirondelles", "du Vieux Four",
    ])

  static let mecatronique = InventedNames(
    ["Actionneurs", "Capteurs", "Robots", "Vision", "Prototypes", "Automates", "Mesure", "Simulation"],
    ["de la Boucle", "du Fleuve", "des Berges"])
}
