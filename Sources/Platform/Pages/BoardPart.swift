/// Cards in columns, each of which can be moved to another: by dragging, or with its own small form.
public struct Board: Sendable {
  let name: Text
  let columns: [Column]
  let cards: [Card]
  /// Where a card's form is sent; nil where this reader may move none.
  let moves: (@Sendable (Card) -> String)?

  public struct Column: Sendable {
    let key: String
    let label: Text

    public init(_ key: String, _ label: Text) {
      self.key = key
      self.label = label
    }
  }

  public struct Card: Sendable {
    public let key: String
    let column: String
    let title: String
    let detail: Text?
    let path: String?

    public init(_ key: String, in column: String, _ title: String, _ detail: Text? = nil, path: String? = nil) {
      self.key = key
      self.column = column
      self.title = title
      self.detail = detail
      self.path = path
    }
  }

  public init(
    _ name: Text, columns: [Column], cards: [Card], moves: (@Sendable (Card) -> String)? = nil
  ) {
    self.name = name
    self.columns = columns
    self.cards = cards
    self.moves = moves
  }
}

extension Page {
  public mutating func board(_ board: Board) {
    markup.raw("<div class=\"board\" role=\"group\" tabindex=\"0\" aria-label=\"")
    say(board.name)
    markup.raw("\">\n")
    for column in board.columns {
      let cards: [Board.Card] = board.cards.filter { $0.column == column.key }
      markup.raw("<section data-stage=\"")
      data(column.key)
      markup.raw("\">\n<h2>")
      say(column.label)
      markup.raw(" (")
      data(language.number(cards.count))
      markup.raw(")</h2>\n<ul>\n")
      for card in cards { self.card(card, board) }
      markup.raw("</ul>\n</section>\n")
    }
    markup.raw("</div>\n")
  }

  private mutating func card(_ card: Board.Card, _ board: Board) {
    markup.raw("<li id=\"card-")
    data(card.key)
    markup.raw("\"><p>")
    if let path = card.path {
      markup.raw("<a href=\"")
      data(path)
      markup.raw("\">")
      data(card.title)
      markup.raw("</a>")
    } else {
      data(card.title)
    }
    markup.raw("</p>\n")
    if let detail = card.detail { paragraph(detail) }
    if let moves = board.moves { move(card, board, to: moves(card)) }
    markup.raw("</li>\n")
  }

  private mutating func move(_ card: Board.Card, _ board: Board, to path: String) {
    markup.raw("<form method=\"post\" action=\"")
    data(path)
    markup.raw("\">\n")
    hidden("_token", token.draw())
    markup.raw("<select name=\"stage\" aria-label=\"")
    say(
      Text { language in
        switch language {
        case .fr: "Déplacer « \(card.title) » vers"
        case .en: "Move “\(card.title)” to"
        case .de: "„\(card.title)“ verschieben nach"
        }
      })
    markup.raw("\">\n")
    for column in board.columns where column.key != card.column {
      markup.raw("<option value=\"")
      data(column.key)
      markup.raw("\">")
      say(column.label)
      markup.raw("</option>\n")
    }
    markup.raw("</select>\n<button type=\"submit\" class=\"second\">")
    say(Text(fr: "Déplacer", en: "Move", de: "Verschieben"))
    markup.raw("</button></form>\n")
  }
}
