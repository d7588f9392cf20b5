import Platform

/// What the house does with a nomenclature. A programme has one of each at most, and others of its own.
public enum NomenclatureUse: String, Choice {
  case themes, axes, stages
  case partnerRoles = "partner-roles"
  case tenantCategories = "tenant-categories"
  case siteKinds = "site-kinds"
  case sizeClasses = "size-classes"
  case audiences
  case other

  public var label: Text {
    switch self {
    case .themes: Text(fr: "Thèmes", en: "Themes", de: "Themen")
    case .axes: Text(fr: "Axes", en: "Axes", de: "Achsen")
    case .stages: Text(fr: "Étapes", en: "Stages", de: "Etappen")
    case .partnerRoles: Text(fr: "Rôles des partenaires", en: "Roles of partners", de: "Rollen der Partner")
    case .tenantCategories: Text(fr: "Catégories de locataires", en: "Categories of tenants", de: "Mieterkategorien")
    case .siteKinds: Text(fr: "Types de sites", en: "Kinds of sites", de: "Arten von Standorten")
    case .sizeClasses: Text(fr: "Tranches d’effectif", en: "Size classes", de: "Größenklassen")
    case .audiences: Text(fr: "Publics visés", en: "Audiences", de: "Zielgruppen")
    case .other: Text(fr: "Autre liste", en: "Another list", de: "Andere Liste")
    }
  }
}
