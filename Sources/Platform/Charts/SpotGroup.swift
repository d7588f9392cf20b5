import HTML

/// A box that says what it is and, where it leads somewhere, is followed.
struct Spot: Sendable {
  let box: Box
  let ink: Ink
  /// All that is known of it, for who points at it and for who listens.
  let title: String
  let path: String?
}

/// Spots under one name, and what is drawn over them for the eye alone: their titles say it all.
struct SpotGroup: Sendable {
  let name: String?
  /// How much paper shows between them.
  var hair: Double = 2
  var spots: [Spot] = []
  var over = Plate()
}

extension Engraving {
  func write(_ group: SpotGroup, _ markup: inout Markup) {
    // What is empty is pointed at all the same.
    markup.raw("<g class=\"spots\" pointer-events=\"all\" stroke=\"#fff\" stroke-width=\"")
    markup.tenths(group.hair)
    markup.raw("\"")
    if let name = group.name {
      markup.raw(" role=\"group\" aria-label=\"")
      markup.text(name)
      markup.raw("\"")
    }
    markup.raw(">\n")
    var ink: Ink?
    for spot in group.spots {
      if spot.ink != ink {
        if ink != nil { markup.raw("</g>") }
        open(spot.ink, &markup)
        ink = spot.ink
      }
      write(spot, &markup)
    }
    if ink != nil { markup.raw("</g>") }
    markup.raw("</g>\n<g aria-hidden=\"true\" pointer-events=\"none\">\n")
    draw(group.over, &markup)
    markup.raw("</g>\n")
  }

  private func write(_ spot: Spot, _ markup: inout Markup) {
    if let path = spot.path {
      markup.raw("<a href=\"")
      markup.text(path)
      markup.raw("\">")
    } else {
      markup.raw("<g role=\"img\">")
    }
    markup.raw("<title>")
    markup.text(spot.title)
    markup.raw("</title><path d=\"")
    outline(spot.box, &markup)
    markup.raw(spot.path == nil ? "\"/></g>" : "\"/></a>")
  }

  /// Half the length of a `rect`, of which there may be a thousand.
  private func outline(_ box: Box, _ markup: inout Markup) {
    markup.raw("M")
    markup.tenths(box.x)
    markup.raw(" ")
    markup.tenths(box.y)
    markup.raw("h")
    markup.tenths(box.width)
    markup.raw("v")
    markup.tenths(box.height)
    markup.raw("h")
    markup.tenths(-box.width)
    markup.raw("z")
  }
}
