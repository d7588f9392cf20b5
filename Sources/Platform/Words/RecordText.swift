/// What every record shows of itself.
extension Text {
  public static let identifier = Text(fr: "Numéro", en: "Number", de: "Nummer")
  public static let recordVersion = Text(fr: "Version", en: "Version", de: "Fassung")
  public static let provenance = Text(fr: "Provenance", en: "Provenance", de: "Herkunft")
}
