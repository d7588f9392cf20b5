import Platform
import SQL

extension Lab {
  /// What readers of the Lab find besides the catalogue and its sheets.
  var readerRoutes: [Endpoint] {
    [map, comparison, feed] + territoryRoutes + askingRoutes + questionRoutes + subscriptionRoutes
  }

  /// Words in addresses under `/lab` that no sheet may take.
  static let ownAddresses: Set<String> = [
    "abonnement", "carte", "comparaison", "desabonnement", "editions", "territoire",
  ]
}

extension Deed {
  static let ofReaders: [Deed] = [
    labTerritoryPlaced, questionAsked, questionAnswered, questionDiscarded, subscriptionAsked, subscriptionConfirmed,
    subscriptionEnded,
  ]
}
