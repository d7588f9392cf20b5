import HTML

/// A plate written as SVG. Colours are attributes, for programs that read no style sheet within a drawing, and classes,
/// for browsers, whose style sheet wins over attributes and follows the reader's light.
struct Engraving {
  let plate: Plate
  /// The figure's number on its page.
  let number: Int

  func write(_ markup: inout Markup) {
    // What is within an image cannot be followed: it is a group then, which HTML does not let an `svg` itself be.
    let isImage: Bool = plate.groups.isEmpty
    markup.raw("<svg")
    if isImage { label("img", &markup) }
    markup.raw(" viewBox=\"0 0 336 ")
    markup.int(Int(plate.height.rounded(.up)))
    markup.raw("\" font-size=\"13\">\n")
    textures(&markup)
    if !isImage {
      markup.raw("<g")
      label("group", &markup)
      markup.raw(">\n")
    }
    for group in plate.groups { write(group, &markup) }
    draw(plate, &markup)
    markup.raw(isImage ? "</svg>\n" : "</g></svg>\n")
  }

  private func label(_ role: StaticString, _ markup: inout Markup) {
    markup.raw(" role=\"")
    markup.raw(role)
    markup.raw("\" aria-labelledby=\"chart-")
    markup.int(number)
    markup.raw("-title chart-")
    markup.int(number)
    markup.raw("-text\"")
  }

  func draw(_ plate: Plate, _ markup: inout Markup) {
    var ink: Ink?
    for mark in plate.marks {
      if mark.ink != ink {
        if ink != nil { markup.raw("</g>\n") }
        open(mark.ink, &markup)
        ink = mark.ink
      }
      write(mark, &markup)
    }
    if ink != nil { markup.raw("</g>\n") }
    for words in plate.words { write(words, &markup) }
  }

  private func write(_ mark: Mark, _ markup: inout Markup) {
    switch mark {
    case .box(let box, _):
      markup.raw("<rect x=\"")
      markup.tenths(box.x)
      markup.raw("\" y=\"")
      markup.tenths(box.y)
      markup.raw("\" width=\"")
      markup.tenths(box.width)
      markup.raw("\" height=\"")
      markup.tenths(box.height)
      markup.raw("\"/>")
    case .line(let points, _):
      markup.raw("<path d=\"")
      path(points, &markup)
      markup.raw("\"/>")
    case .area(let rings, _):
      markup.raw("<path d=\"")
      for ring in rings {
        path(ring, &markup)
        markup.raw("z")
      }
      markup.raw("\"/>")
    case .marker(let at, let radius, let shape, _): marker(at, radius, shape, &markup)
    }
  }

  private func write(_ words: Words, _ markup: inout Markup) {
    markup.raw("<text x=\"")
    markup.tenths(words.at.x)
    markup.raw("\" y=\"")
    markup.tenths(words.at.y)
    switch words.anchor {
    case .start: markup.raw("\"")
    case .middle: markup.raw("\" text-anchor=\"middle\"")
    case .end: markup.raw("\" text-anchor=\"end\"")
    }
    switch words.tone {
    case .plain: markup.raw(">")
    case .soft: markup.raw(" class=\"soft\">")
    case .strong: markup.raw(" font-weight=\"600\">")
    case .big: markup.raw(" font-weight=\"600\" font-size=\"22\">")
    }
    if let full = words.full {
      markup.raw("<title>")
      markup.text(full)
      markup.raw("</title>")
    }
    markup.text(words.text)
    markup.raw("</text>\n")
  }

  private func path(_ points: [Position], _ markup: inout Markup) {
    for (index, point) in points.enumerated() {
      markup.raw(index == 0 ? "M" : index == 1 ? "L" : " ")
      markup.tenths(point.x)
      markup.raw(" ")
      markup.tenths(point.y)
    }
  }

  /// A circle, a square, two triangles, a lozenge, a cross.
  private func marker(_ at: Position, _ radius: Double, _ shape: Int, _ markup: inout Markup) {
    guard shape % 6 != 0 else {
      markup.raw("<circle cx=\"")
      markup.tenths(at.x)
      markup.raw("\" cy=\"")
      markup.tenths(at.y)
      markup.raw("\" r=\"")
      markup.tenths(radius)
      return markup.raw("\"/>")
    }
    let corners: [(Double, Double)] = Self.shapes[shape % 6]
    markup.raw("<path d=\"")
    path(corners.map { Position(x: at.x + $0.0 * radius, y: at.y + $0.1 * radius) }, &markup)
    markup.raw("z\"/>")
  }

  private static let cross: [(Double, Double)] = [
    (-1, -0.4), (-0.4, -1), (0, -0.6), (0.4, -1), (1, -0.4), (0.6, 0), (1, 0.4), (0.4, 1), (0, 0.6), (-0.4, 1),
    (-1, 0.4), (-0.6, 0),
  ]
  private static let shapes: [[(Double, Double)]] = [
    [], [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], [(0, -1.1), (1.1, 0.9), (-1.1, 0.9)],
    [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)], cross, [(-1.1, -0.9), (1.1, -0.9), (0, 1.1)],
  ]
}

extension Markup {
  /// `12`, `12.5`: a tenth of a unit is less than the eye sees.
  mutating func tenths(_ number: Double) {
    let tenths: Int = Int((number * 10).rounded())
    if tenths < 0 { raw("-") }
    int(abs(tenths) / 10)
    guard tenths % 10 != 0 else { return }
    raw(".")
    int(abs(tenths) % 10)
  }
}
