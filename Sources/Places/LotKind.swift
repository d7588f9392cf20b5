import Platform

/// What a lot is.
enum LotKind: String, Choice {
  case workshop, office, storage, shop
  case meetingRoom = "meeting-room"

  var label: Text {
    switch self {
    case .workshop: Text(fr: "Atelier", en: "Workshop", de: "Werkstatt")
    case .office: Text(fr: "Bureau", en: "Office", de: "Büro")
    case .storage: Text(fr: "Stockage", en: "Storage", de: "Lager")
    case .meetingRoom: Text(fr: "Salle", en: "Meeting room", de: "Besprechungsraum")
    case .shop: Text(fr: "Boutique", en: "Shop", de: "Laden")
    }
  }
}
