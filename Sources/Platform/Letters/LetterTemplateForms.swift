import HTTP
import SQL

extension Field where Value == Template? {
  /// A letter's template, read to its end before it is taken.
  static func template(_ key: String, _ label: Text, help: Text, isRequired: Bool) -> Field {
    let most: Int = LetterTemplate.mostBytes
    return Field(
      key: key, label: label, help: help, isRequired: isRequired,
      control: .file(types: [".odt", ".docx"] + LetterFormat.allCases.map(\.mediaType), most: most),
      read: { _ in .value(nil) }, write: { _ in nil },
      readFile: { upload in
        guard let upload, upload.size > 0 else { return isRequired ? .wrong(.missing) : .value(nil) }
        guard upload.size <= most else {
          return .wrong(.tooHeavy(upload.size, most: most, .mebibyte))
        }
        do throws(TemplateFault) { return .value(try Template(upload.file.contents())) } catch {
          return .wrong(error.message)
        }
      })
  }
}

struct NewLetterTemplateForm: Form {
  static let name = Field.text(
    "name", .personName,
    help: Text(
      fr: "Ce que lit l’agent qui choisit, par exemple « Rappel avant la fin du bail ».",
      en: "What the agent reads who chooses, for example “Reminder before the lease ends”."),
    most: LetterTemplate.mostNameCharacters)
  static let kind = Field.text("kind", .letterKind, most: 60)
  static let file = Field<Template?>.template("file", .templateFile, help: .templateFileHelp, isRequired: true)
  static let fields: [any FormField] = [name, kind, file]

  let name: String
  let kind: String
  let template: Template

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind]
    guard let template = values[Self.file] else { throw .invalid("file", .missing) }
    self.template = template
  }

  static func kind(among kinds: [LetterKind]) -> any FormField {
    Field.among("kind", .letterKind, kinds.map { ($0.key, $0.label) })
  }
}

struct LetterTemplateForm: Form {
  static let file = Field<Template?>.template(
    "file", .templateFile,
    help: Text(
      fr: "Sans nouveau fichier, l’actuel est conservé. \(Text.templateFileHelp(.fr))",
      en: "Without a new file, the present one is kept. \(Text.templateFileHelp(.en))"), isRequired: false)
  static let fields: [any FormField] = [NewLetterTemplateForm.name, file]

  let name: String
  let template: Template?

  init(_ values: FormValues) throws(Refusal) {
    name = values[NewLetterTemplateForm.name]
    template = values[Self.file]
  }

  static func typed(_ template: LetterTemplate) -> Typed {
    var typed = Typed()
    typed.set(NewLetterTemplateForm.name, template.name)
    typed.set(.version, template.version)
    return typed
  }
}

extension Text {
  static let letterTemplates = Text(fr: "Modèles de courrier", en: "Letter templates")
  static let letterTemplate = Text(fr: "Modèle de courrier", en: "Letter template")
  static let newLetterTemplate = Text(fr: "Nouveau modèle", en: "New template")
  static let changeLetterTemplate = Text(fr: "Modifier le modèle", en: "Change the template")
  static let withdrawLetterTemplate = Text(fr: "Retirer le modèle", en: "Withdraw the template")
  static let returnLetterTemplate = Text(fr: "Remettre en service", en: "Put back to use")
  static let downloadLetterTemplate = Text(fr: "Télécharger le modèle", en: "Download the template")
  static let letterFields = Text(fr: "Champs des courriers", en: "Fields of letters")
  static let letterKind = Text(fr: "Pour écrire au sujet de", en: "For letters about")
  static let fileFormat = Text(fr: "Format", en: "Format")
  static let letterWithdrawnOn = Text(fr: "Retiré le", en: "Withdrawn on")
  static let withdrawnMark = Text(fr: "retiré", en: "withdrawn")
  static let templateFile = Text(fr: "Fichier", en: "File")
  static let templateFileHelp = Text(
    fr: "Un fichier .odt ou .docx de 4 Mio au plus, sans macros ni mot de passe.",
    en: "An .odt or .docx file of 4 MiB at most, without macros or password.")
  public static let writeLetter = Text(fr: "Écrire un courrier", en: "Write a letter")
}
