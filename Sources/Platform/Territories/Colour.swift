import Glibc

/// A colour of the screen (sRGB), and how well another is read on it.
public struct Colour: Sendable, Hashable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// "#7a3b12" or "7a3b12", in capitals or not, and nothing else.
  public init?(hex: String) {
    let digits: Substring = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
    // The number alone would let a sign through.
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16) else {
      return nil
    }
    self.init(
      red: UInt8(number >> 16), green: UInt8(truncatingIfNeeded: number >> 8), blue: UInt8(truncatingIfNeeded: number))
  }

  public var hex: String { "#\(hexadecimal([red, green, blue]))" }

  /// From 0 for black to 1 for white (WCAG 2.1, relative luminance).
  public var luminance: Double { 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) }

  /// From 1 to 21 (WCAG 2.1, contrast ratio); text wants 4.5.
  public func contrast(with other: Colour) -> Double {
    (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
  }

  /// The same hue, only as much darker as it takes; black if nothing lighter will do.
  public func darkened(untilContrast ratio: Double, with background: Colour) -> Colour {
    moved(towards: 0) { $0.contrast(with: background) >= ratio }
  }

  /// The same hue, only as much lighter as it takes; white if nothing darker will do.
  public func lightened(untilContrast ratio: Double, with background: Colour) -> Colour {
    moved(towards: 1) { $0.contrast(with: background) >= ratio }
  }

  private func moved(towards end: Double, until isEnough: (Colour) -> Bool) -> Colour {
    for step in 0..<100 {
      let colour: Colour = step == 0 ? self : mixed(with: end, Double(step) / 100)
      if isEnough(colour) { return colour }
    }
    return mixed(with: end, 1)
  }

  /// Mixed with black (0) or white (1) in OKLab (https://bottosson.github.io/posts/oklab), which keeps the hue that one
  /// sees: in sRGB, blue turns violet on its way to white. OKLab is linear in the cube roots of the eye's three
  /// responses, in which black is 0 and white is 1, so that is as far as we need go.
  private func mixed(with end: Double, _ part: Double) -> Colour {
    let (r, g, b): (Double, Double, Double) = (linear(red), linear(green), linear(blue))
    func response(_ response: Double) -> Double {
      let mixed: Double = cbrt(response) * (1 - part) + end * part
      return mixed * mixed * mixed
    }
    let long: Double = response(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let medium: Double = response(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let short: Double = response(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return Colour(
      red: encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
      green: encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
      blue: encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
  }
}

/// The light that a channel stands for.
private func linear(_ channel: UInt8) -> Double {
  let value: Double = Double(channel) / 255
  return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}

/// The other way round; what no screen can show is cut off.
private func encoded(_ light: Double) -> UInt8 {
  let value: Double = light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
  return UInt8((min(max(value, 0), 1) * 255).rounded())
}
