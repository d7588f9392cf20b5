import SQL

extension Page {
  /// A form with everything it needs to be corrected: what was typed, what is wrong and where.
  mutating func form(_ form: FormPage, _ fields: [any FormField], action: String, _ attempt: FormAttempt?) {
    if let intro = form.intro { paragraph(intro) }
    form.above?(&self)
    // What was typed is shown again all the same.
    guard !form.isClosed || attempt != nil else {
      form.below?(&self)
      return
    }
    if let attempt { summary(attempt, fields) }
    var typed: Typed = attempt?.typed ?? form.initial
    if let grid = form.grid { typed = grid.spread(typed) }
    markup.raw(form.grid == nil ? "<form class=\"entry\"" : "<form class=\"entry wide\"")
    markup.raw(" method=\"post\" novalidate")
    if !fields.contains(where: \.isSecret) || fields.contains(where: \.isFile) { draftWords() }
    if fields.contains(where: \.isFile) { markup.raw(" enctype=\"multipart/form-data\"") }
    markup.raw(" action=\"")
    data(action)
    markup.raw("\">\n")
    hidden("_token", token.draw())
    hidden("_once", hexadecimal(Secrets.random(16)))
    if let shape = form.grid { grid(shape, typed, attempt) }
    for field in fields where form.grid?.holds(field) != true {
      if field.isHidden {
        // A record's version is what it is now; the rest is as it was carried along.
        let value: String? =
          if case .hiddenNumber = field.control { form.initial[field.key] } else {
            typed[field.key] ?? form.initial[field.key]
          }
        if let value { hidden(field.key, value) }
        continue
      }
      let error: FieldError? = attempt?.errors.first { $0.field == field.key }
      control(field, value: typed[field.key], error: error, note: note(field, typed, form, attempt))
    }
    markup.raw("<p class=\"actions\"><button type=\"submit\">")
    say(form.submit)
    markup.raw("</button>")
    if let another = form.another {
      markup.raw(" <button type=\"submit\" class=\"second\" name=\"another\" value=\"true\">")
      say(another)
      markup.raw("</button>")
    }
    if form.canCancel, let back = form.crumbs.last {
      markup.raw(" <a href=\"")
      data(back.path)
      markup.raw("\">")
      say(Text(fr: "Annuler", en: "Cancel", de: "Abbrechen"))
      markup.raw("</a>")
    }
    markup.raw("</p>\n</form>\n")
    form.below?(&self)
  }

  /// When somebody else changed the record meanwhile: what it holds now, beside what was typed.
  private func note(_ field: any FormField, _ typed: Typed, _ form: FormPage, _ attempt: FormAttempt?) -> Text? {
    guard attempt?.isConflict == true, let now = form.initial[field.key], now != typed[field.key] ?? "" else {
      return nil
    }
    if case .flag = field.control { return nil }
    if case .several(let choices) = field.control {
      let names: [String] = SeveralValues.of(now).map { key in
        choices.first { $0.key == key }?.label(language) ?? key
      }
      return .savedMeanwhile(names.joined(separator: " · "))
    }
    var shown: String = now
    if case .choice(let choices) = field.control, let choice = choices.first(where: { $0.key == now }) {
      shown = choice.label(language)
    }
    return .savedMeanwhile(shown)
  }

  /// What the script says when it finds a draft, or no network.
  private mutating func draftWords() {
    attribute(
      " data-draft=\"",
      Text(
        fr: "Un brouillon du {} a été gardé sur cet appareil.", en: "A draft of {} was kept on this device.",
        de: "Ein Entwurf vom {} liegt auf diesem Gerät."))
    attribute(" data-resume=\"", Text(fr: "Le reprendre", en: "Resume it", de: "Fortsetzen"))
    attribute(" data-discard=\"", Text(fr: "L’effacer", en: "Discard it", de: "Löschen"))
    attribute(
      " data-offline=\"",
      Text(
        fr:
          "La connexion est coupée : rien n’est parti, rien n’est perdu. Ce que vous avez saisi est gardé sur cet appareil ; renvoyez quand la connexion revient.",
        en:
          "The connection is down: nothing was sent, nothing is lost. What you typed is kept on this device; send it again when the connection is back.",
        de:
          "Die Verbindung ist unterbrochen: Nichts wurde gesendet, nichts ist verloren. Ihre Eingaben bleiben auf diesem Gerät; senden Sie erneut, sobald die Verbindung wieder steht."
      ))
    attribute(" data-sending=\"", Text(fr: "Envoi du fichier", en: "Sending the file", de: "Datei wird gesendet"))
    attribute(" data-close=\"", Text(fr: "Fermer", en: "Close", de: "Schließen"))
  }

  private mutating func attribute(_ opening: StaticString, _ words: Text) {
    markup.raw(opening)
    say(words)
    markup.raw("\"")
  }

  mutating func hidden(_ name: String, _ value: String) {
    markup.raw("<input type=\"hidden\" name=\"")
    data(name)
    markup.raw("\" value=\"")
    data(value)
    markup.raw("\">\n")
  }

  mutating func summary(_ attempt: FormAttempt, _ fields: [any FormField]) {
    markup.raw("<div class=\"errors\" role=\"alert\" tabindex=\"-1\">\n<h2>")
    say(attempt.headline)
    markup.raw("</h2>\n")
    if !attempt.errors.isEmpty {
      markup.raw("<ul>\n")
      for error in attempt.errors {
        guard let field = fields.first(where: { $0.key == error.field }), !field.isHidden else {
          markup.raw("<li>")
          // A place in a document that was handed in.
          if error.field.contains("/") {
            markup.raw("<code>")
            data(error.field)
            markup.raw("</code>")
            markup.raw(language.colon)
          }
          say(error.message)
          markup.raw("</li>\n")
          continue
        }
        markup.raw("<li><a href=\"#field-")
        data(field.key)
        markup.raw("\">")
        say(field.label)
        markup.raw("</a>")
        markup.raw(language.colon)
        say(error.message)
        markup.raw("</li>\n")
      }
      markup.raw("</ul>\n")
    }
    markup.raw("</div>\n")
  }
}

extension Text {
  fileprivate static func savedMeanwhile(_ shown: String) -> Text {
    Text(
      fr: "Enregistré entre-temps : \(shown)", en: "Saved meanwhile: \(shown)", de: "Inzwischen gespeichert: \(shown)")
  }

  static func toCorrect(_ count: Int) -> Text {
    Text(
      fr: count < 2 ? "Un champ est à corriger" : "\(count) champs sont à corriger",
      en: count == 1 ? "One field needs correcting" : "\(count) fields need correcting",
      de: count == 1 ? "Ein Feld ist zu berichtigen" : "\(count) Felder sind zu berichtigen")
  }
}
