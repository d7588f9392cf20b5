import SQL

extension Page {
  /// One field: label, help, control, what is wrong with it.
  mutating func control(
    _ field: any FormField, value: String?, nothing: Text = .notSaid, error: FieldError?, note: Text?
  ) {
    if case .flag = field.control { return checkbox(field, value, error?.message) }
    if case .several(let choices) = field.control {
      return checkboxes(field, choices, SeveralValues.of(value), error?.message, note)
    }
    markup.raw(error == nil ? "<div class=\"field\">\n" : "<div class=\"field wrong\">\n")
    label(field)
    hint("help", field, field.help)
    hint("error", field, error?.message)
    hint("note", field, note)
    if let error { proposals(field, error.proposals) }
    entry(field, value, error != nil, nothing: nothing)
    markup.raw("</div>\n")
  }

  /// The control alone.
  mutating func entry(_ field: any FormField, _ value: String?, _ isWrong: Bool, nothing: Text) {
    switch field.control {
    case .choice(let choices): select(field, choices, field.isRequired ? .choose : nothing, value, isWrong)
    case .lines(let most), .structure(let most): textArea(field, most, value, isWrong)
    case .prose(let most):
      textArea(field, most, value, isWrong)
      proseHelp()
    default: input(field, value, isWrong)
    }
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

  /// A box for each choice, all of them under one name.
  private mutating func checkboxes(
    _ field: any FormField, _ choices: [(key: String, label: Text)], _ chosen: [String], _ error: Text?, _ note: Text?
  ) {
    markup.raw(error == nil ? "<div class=\"field\">\n" : "<div class=\"field wrong\">\n")
    // What leads to the field from the list of errors leads here.
    markup.raw("<fieldset tabindex=\"-1\" id=\"field-")
    data(field.key)
    markup.raw("\"")
    describedBy(field, error != nil)
    markup.raw("><legend>")
    say(field.label)
    markup.raw("</legend>\n")
    hint("help", field, field.help)
    hint("error", field, error)
    hint("note", field, note)
    for choice in choices {
      markup.raw("<label class=\"check\"><input type=\"checkbox\" name=\"")
      data(field.key)
      markup.raw("\" value=\"")
      data(choice.key)
      markup.raw(chosen.contains(choice.key) ? "\" checked>" : "\">")
      markup.raw(" <span>")
      say(choice.label)
      markup.raw("</span></label>\n")
    }
    markup.raw("</fieldset>\n</div>\n")
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

  mutating func hint(_ kind: StaticString, _ field: any FormField, _ text: Text?) {
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
    if !field.isLabelled {
      markup.raw(" aria-label=\"")
      say(field.label)
      markup.raw("\"")
    }
    if field.isRequired { markup.raw(" required") }
    if isWrong { markup.raw(" aria-invalid=\"true\"") }
    if let word = field.autocomplete {
      markup.raw(" autocomplete=\"")
      markup.raw(word)
      markup.raw("\"")
    }
    describedBy(field, isWrong)
  }

  private mutating func describedBy(_ field: any FormField, _ isWrong: Bool) {
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

  private mutating func input(_ field: any FormField, _ value: String?, _ isWrong: Bool) {
    switch field.control {
    case .text(let most): inputOpen("text", most)
    case .named(let most, let finder):
      inputOpen("text", most)
      markup.raw(" data-suggest=\"/recherche/propositions?dans=")
      data(finder)
      markup.raw("\" data-proposals=\"")
      say(.proposals)
      markup.raw("\"")
    case .area, .hundredths, .amount, .decimal: markup.raw("<input type=\"text\" inputmode=\"decimal\" class=\"short\"")
    case .number: markup.raw("<input type=\"text\" inputmode=\"numeric\" class=\"short\"")
    // A text, so that a date that is wrong can be shown again and put right.
    case .day: markup.raw("<input type=\"text\" class=\"short\" autocomplete=\"off\" data-day=\"\"")
    // Not type="email": browsers would refuse, in words of their own, what our message explains.
    case .email: markup.raw("<input type=\"text\" inputmode=\"email\" autocapitalize=\"none\" spellcheck=\"false\"")
    case .password: markup.raw("<input type=\"password\"")
    case .code: markup.raw("<input type=\"text\" class=\"short\" inputmode=\"text\" autocapitalize=\"none\"")
    case .file(let types, _):
      markup.raw("<input type=\"file\" accept=\"")
      data(types.joined(separator: ","))
      markup.raw("\"")
    case .choice, .several, .lines, .prose, .structure, .flag, .hiddenNumber, .hiddenText:
      markup.raw("<input type=\"text\"")
    }
    attributes(field, isWrong)
    if let value, !field.isSecret {
      markup.raw(" value=\"")
      data(shown(value, field.control))
      markup.raw("\"")
    }
    markup.raw(">\n")
  }

  /// What else the answer may have been, to be chosen instead of typed again. They come before the box: the first value
  /// that a form sends under a name is the one that counts.
  private mutating func proposals(_ field: any FormField, _ proposals: [Proposal]) {
    guard !proposals.isEmpty else { return }
    markup.raw("<fieldset><legend class=\"unseen\">")
    say(field.label)
    markup.raw("</legend>\n")
    for proposal in proposals + [Proposal("", .asTyped)] {
      markup.raw("<label><input type=\"radio\" name=\"")
      data(field.key)
      markup.raw("\" value=\"")
      data(proposal.value)
      markup.raw(proposal.value.isEmpty ? "\" checked>" : "\">")
      say(proposal.label)
      markup.raw("</label>\n")
    }
    markup.raw("</fieldset>\n")
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
    case .area where language.decimalMark == ",", .hundredths where language.decimalMark == ",",
      .amount where language.decimalMark == ",":
      value.replacing(".", with: ",")
    default: value
    }
  }
}

extension Text {
  fileprivate static let asTyped = Text(fr: "Le nom tapé ci-dessous", en: "The name typed below")
  fileprivate static let choose = Text(fr: "Choisir", en: "Choose", de: "Auswählen")
  static let notSaid = Text(fr: "Non précisé", en: "Not specified", de: "Keine Angabe")
  static let any = Text(fr: "Tous", en: "Any", de: "Alle")
}

extension FormField {
  var isHidden: Bool {
    switch control {
    case .hiddenNumber, .hiddenText: true
    default: false
    }
  }

  /// Sent as many times as it has values.
  var takesSeveral: Bool {
    if case .several = control { return true }
    return false
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
