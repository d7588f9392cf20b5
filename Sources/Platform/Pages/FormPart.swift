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
    let typed: Typed = attempt?.typed ?? form.initial
    markup.raw("<form class=\"entry\" method=\"post\" novalidate")
    if fields.contains(where: \.isFile) { markup.raw(" enctype=\"multipart/form-data\"") }
    markup.raw(" action=\"")
    data(action)
    markup.raw("\">\n")
    hidden("_token", token.draw())
    hidden("_once", hexadecimal(Secrets.random(16)))
    for field in fields {
      if field.isHidden {
        // A record's version is what it is now; the rest is as it was carried along.
        let value: String? =
          if case .hiddenNumber = field.control { form.initial[field.key] } else {
            typed[field.key] ?? form.initial[field.key]
          }
        if let value { hidden(field.key, value) }
        continue
      }
      let error: Text? = attempt?.errors.first { $0.field == field.key }?.message
      control(
        field, value: typed[field.key], error: error, note: note(field, typed, form, attempt),
        suggestions: form.suggestions)
    }
    markup.raw("<p class=\"actions\"><button type=\"submit\">")
    say(form.submit)
    markup.raw("</button>")
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
    var shown: String = now
    if case .choice(let choices) = field.control, let choice = choices.first(where: { $0.key == now }) {
      shown = choice.label(language)
    }
    return Text(
      fr: "Enregistré entre-temps : \(shown)", en: "Saved meanwhile: \(shown)", de: "Inzwischen gespeichert: \(shown)")
  }

  mutating func hidden(_ name: String, _ value: String) {
    markup.raw("<input type=\"hidden\" name=\"")
    data(name)
    markup.raw("\" value=\"")
    data(value)
    markup.raw("\">\n")
  }

  private mutating func summary(_ attempt: FormAttempt, _ fields: [any FormField]) {
    markup.raw("<div class=\"errors\" role=\"alert\" tabindex=\"-1\">\n<h2>")
    say(attempt.headline)
    markup.raw("</h2>\n")
    if !attempt.errors.isEmpty {
      markup.raw("<ul>\n")
      for error in attempt.errors {
        guard let field = fields.first(where: { $0.key == error.field }), !field.isHidden else {
          markup.raw("<li>")
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

  /// One field: label, help, control, what is wrong with it.
  mutating func control(
    _ field: any FormField, value: String?, nothing: Text = .notSaid, error: Text?, note: Text?,
    suggestions: [String: [String]]
  ) {
    if case .flag = field.control { return checkbox(field, value, error) }
    markup.raw(error == nil ? "<div class=\"field\">\n" : "<div class=\"field wrong\">\n")
    label(field)
    hint("help", field, field.help)
    hint("error", field, error)
    hint("note", field, note)
    switch field.control {
    case .choice(let choices):
      select(field, choices, field.isRequired ? .choose : nothing, value, error != nil)
    case .lines(let most): textArea(field, most, value, error != nil)
    case .prose(let most):
      textArea(field, most, value, error != nil)
      proseHelp()
    default: input(field, value, error != nil, suggestions)
    }
    markup.raw("</div>\n")
  }

  private mutating func label(_ field: any FormField) {
    markup.raw("<label for=\"field-")
    data(field.key)
    markup.raw("\">")
    say(field.label)
    markup.raw("</label>\n")
  }

  private mutating func checkbox(_ field: any FormField, _ value: String?, _ error: Text?) {
    markup.raw("<div class=\"field check\">\n<input type=\"checkbox\" value=\"true\"")
    attributes(field, error != nil)
    if value == "true" || value == "on" { markup.raw(" checked") }
    markup.raw(">\n")
    label(field)
    hint("help", field, field.help)
    hint("error", field, error)
    markup.raw("</div>\n")
  }

  private mutating func textArea(_ field: any FormField, _ most: Int, _ value: String?, _ isWrong: Bool) {
    markup.raw("<textarea rows=\"6\" maxlength=\"")
    markup.int(most)
    markup.raw("\"")
    attributes(field, isWrong)
    // The parser swallows the first line break of a text area: give it one of its own.
    markup.raw(">\n")
    data(value ?? "")
    markup.raw("</textarea>\n")
  }

  private mutating func hint(_ kind: StaticString, _ field: any FormField, _ text: Text?) {
    guard let text else { return }
    markup.raw("<p class=\"")
    markup.raw(kind)
    markup.raw("\" id=\"")
    markup.raw(kind)
    markup.raw("-")
    data(field.key)
    markup.raw("\">")
    say(text)
    markup.raw("</p>\n")
  }

  /// The attributes that every control has.
  private mutating func attributes(_ field: any FormField, _ isWrong: Bool) {
    markup.raw(" id=\"field-")
    data(field.key)
    markup.raw("\" name=\"")
    data(field.key)
    markup.raw("\"")
    if field.isRequired { markup.raw(" required") }
    if isWrong { markup.raw(" aria-invalid=\"true\"") }
    if let word = field.autocomplete {
      markup.raw(" autocomplete=\"")
      markup.raw(word)
      markup.raw("\"")
    }
    guard isWrong || field.help != nil else { return }
    markup.raw(" aria-describedby=\"")
    if field.help != nil {
      markup.raw("help-")
      data(field.key)
    }
    if isWrong {
      markup.raw(field.help == nil ? "error-" : " error-")
      data(field.key)
    }
    markup.raw("\"")
  }

  private mutating func select(
    _ field: any FormField, _ choices: [(key: String, label: Text)], _ nothing: Text, _ value: String?, _ isWrong: Bool
  ) {
    markup.raw("<select")
    attributes(field, isWrong)
    markup.raw(">\n<option value=\"\">")
    say(nothing)
    markup.raw("</option>\n")
    for choice in choices {
      markup.raw("<option value=\"")
      data(choice.key)
      markup.raw(choice.key == value ? "\" selected>" : "\">")
      say(choice.label)
      markup.raw("</option>\n")
    }
    markup.raw("</select>\n")
  }

  private mutating func input(
    _ field: any FormField, _ value: String?, _ isWrong: Bool, _ suggestions: [String: [String]]
  ) {
    var list: String?
    switch field.control {
    case .text(let most): inputOpen("text", most)
    case .suggested(let most, let name):
      inputOpen("text", most)
      list = name
    case .area, .amount: markup.raw("<input type=\"text\" inputmode=\"decimal\" class=\"short\"")
    // A text, so that a date that is wrong can be shown again and put right.
    case .day: markup.raw("<input type=\"text\" class=\"short\" autocomplete=\"off\"")
    // Not type="email": browsers would refuse, in words of their own, what our message explains.
    case .email: markup.raw("<input type=\"text\" inputmode=\"email\" autocapitalize=\"none\" spellcheck=\"false\"")
    case .password: markup.raw("<input type=\"password\"")
    case .code: markup.raw("<input type=\"text\" class=\"short\" inputmode=\"text\" autocapitalize=\"none\"")
    case .file(let types, _):
      markup.raw("<input type=\"file\" accept=\"")
      data(types.joined(separator: ","))
      markup.raw("\"")
    case .choice, .lines, .prose, .flag, .hiddenNumber, .hiddenText: markup.raw("<input type=\"text\"")
    }
    attributes(field, isWrong)
    if let value, !field.isSecret {
      markup.raw(" value=\"")
      data(shown(value, field.control))
      markup.raw("\"")
    }
    guard let list, let names = suggestions[list] else { return markup.raw(">\n") }
    markup.raw(" list=\"list-")
    data(list)
    markup.raw("\">\n<datalist id=\"list-")
    data(list)
    markup.raw("\">\n")
    for name in names {
      markup.raw("<option value=\"")
      data(name)
      markup.raw("\"></option>\n")
    }
    markup.raw("</datalist>\n")
  }

  private mutating func inputOpen(_ type: StaticString, _ most: Int) {
    markup.raw("<input type=\"")
    markup.raw(type)
    markup.raw("\" maxlength=\"")
    markup.int(most)
    markup.raw("\"")
  }

  /// A saved value is put the way people type it; what they typed is left alone.
  private func shown(_ value: String, _ control: Control) -> String {
    switch control {
    case .day: Day(iso: value).map { language.short($0) } ?? value
    case .area where language.decimalMark == ",", .amount where language.decimalMark == ",":
      value.replacing(".", with: ",")
    default: value
    }
  }
}

extension Text {
  fileprivate static let choose = Text(fr: "Choisir", en: "Choose", de: "Auswählen")
  static let notSaid = Text(fr: "Non précisé", en: "Not specified", de: "Keine Angabe")
  static let any = Text(fr: "Tous", en: "Any", de: "Alle")

  static func toCorrect(_ count: Int) -> Text {
    Text(
      fr: count < 2 ? "Un champ est à corriger" : "\(count) champs sont à corriger",
      en: count == 1 ? "One field needs correcting" : "\(count) fields need correcting",
      de: count == 1 ? "Ein Feld ist zu berichtigen" : "\(count) Felder sind zu berichtigen")
  }
}

extension FormField {
  var isHidden: Bool {
    switch control {
    case .hiddenNumber, .hiddenText: true
    default: false
    }
  }

  /// Never written back into a page.
  var isSecret: Bool {
    switch control {
    case .password, .code, .file: true
    default: false
    }
  }

  var isFile: Bool {
    if case .file = control { return true }
    return false
  }
}
