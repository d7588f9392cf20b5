import Platform

/// What the house does with a nomenclature. A programme has one of each at most, and others of its own.
public enum NomenclatureUse: String, Choice {
  case themes, axes, stages
  case partnerRoles = "partner-roles"
  case tenantCategories = "tenant-categories"
  case siteKinds = "site-kinds"
  case sizeClasses = "size-classes"
  case other

  public var label: Text {
    switch self {
    case .themes: Text(fr: "Thèmes des actions", en: "Themes of actions", de: "Themen der Maßnahmen")
    case .axes: Text(fr: "Axes transversaux des actions", en: "Transversal axes of actions", de: "Querschnittsachsen")
    case .stages: Text(fr: "Étapes", en: "Stages", de: "Etappen")
    case .partnerRoles: Text(fr: "Rôles des partenaires", en: "Roles of partners", de: "Rollen der Partner")
    case .tenantCategories: Text(fr: "Catégories de locataires", en: "Categories of tenants", de: "Mieterkategorien")
    case .siteKinds: Text(fr: "Types de sites", en: "Kinds of sites", de: "Arten von Standorten")
    case .sizeClasses: Text(fr: "Tranches d’effectif", en: "Size classes", de: "Größenklassen")
    case .other: Text(fr: "Autre liste", en: "Another list", de: "Andere Liste")
    }
  }
}
