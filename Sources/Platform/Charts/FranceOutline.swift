/// The outline of France, drawn by hand from the longitudes and latitudes of its capes, mouths and border towns: enough to
/// know it again, not to measure it.
enum FranceOutline {
  static let mainland: [Position] = ring(
    """
    254 5109 288 5071 316 5077 328 5053 366 5046 371 5031 403 5036 420 4996 445 4994 469 5000 483 5015 488 4980 509 4976 \
    542 4960 580 4954 610 4946 637 4946 672 4916 705 4911 740 4917 764 4905 823 4897 795 4868 780 4858 768 4825 757 4803 \
    759 4760 738 4743 717 4749 694 4729 665 4702 643 4676 611 4658 606 4641 597 4614 624 4620 629 4636 652 4640 680 4639 \
    685 4613 704 4592 681 4572 702 4550 711 4522 677 4516 663 4511 675 4491 701 4470 686 4453 690 4436 738 4412 767 4415 \
    753 4379 727 4369 703 4354 674 4342 668 4325 640 4312 615 4303 593 4310 536 4321 533 4334 504 4333 487 4342 460 4336 \
    424 4346 410 4355 388 4351 350 4328 324 4321 306 4300 304 4270 317 4243 267 4234 202 4235 173 4249 144 4260 86 4282 \
    67 4269 -5 4269 -55 4278 -75 4297 -144 4305 -141 4327 -179 4336 -156 4349 -144 4365 -131 4410 -126 4455 -120 4510 \
    -116 4547 -106 4557 -76 4520 -55 4502 -80 4542 -103 4562 -123 4572 -110 4594 -115 4616 -120 4630 -146 4634 -179 4649 \
    -210 4680 -204 4702 -224 4714 -200 4727 -251 4729 -250 4750 -285 4750 -312 4748 -336 4772 -390 4784 -437 4780 \
    -473 4804 -430 4810 -462 4828 -440 4834 -477 4835 -475 4854 -435 4867 -398 4872 -357 4880 -310 4887 -275 4853 \
    -232 4868 -202 4865 -184 4870 -150 4863 -157 4880 -160 4905 -180 4937 -194 4972 -162 4964 -127 4969 -117 4937 \
    -55 4934 -24 4929 10 4942 10 4950 18 4970 37 4976 108 4993 145 5010 156 5022 158 5040 160 5073 158 5087 185 5097 \
    237 5105
    """)
  static let corsica: [Position] = ring(
    """
    940 4301 948 4280 945 4268 955 4240 956 4212 940 4192 928 4160 922 4137 893 4149 880 4158 879 4175 860 4190 857 4220 \
    856 4237 875 4257 910 4273 932 4272 934 4295
    """)

  /// Hundredths of a degree, longitude first.
  private static func ring(_ hundredths: String) -> [Position] {
    let numbers: [Double] = hundredths.split(separator: " ").compactMap { Double($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map { index in
      onMap(longitude: numbers[index] / 100, latitude: numbers[index + 1] / 100)
    }
  }

  static let height: Double = 326

  /// Degrees of longitude as wide as they are at 46.5° north.
  static func onMap(longitude: Double, latitude: Double) -> Position {
    Position(x: 4 + (longitude + 4.9) * 0.688 * 32.6, y: 4 + (51.15 - latitude) * 32.6)
  }

  static func isMainland(longitude: Double, latitude: Double) -> Bool {
    (-5.3...9.7).contains(longitude) && (41.2...51.2).contains(latitude)
  }

  /// Overseas departments, each a square of its own.
  struct Overseas: Sendable {
    let code: String
    let name: String
    let longitudes: ClosedRange<Double>
    let latitudes: ClosedRange<Double>

    /// How far east and north within the square, from 0 to 1.
    func part(_ longitude: Double, _ latitude: Double) -> (east: Double, north: Double) {
      (
        (longitude - longitudes.lowerBound) / (longitudes.upperBound - longitudes.lowerBound),
        (latitude - latitudes.lowerBound) / (latitudes.upperBound - latitudes.lowerBound)
      )
    }
  }

  static let overseas: [Overseas] = [
    Overseas(code: "971", name: "Guadeloupe", longitudes: -62...(-60.9), latitudes: 15.7...16.6),
    Overseas(code: "972", name: "Martinique", longitudes: -61.4...(-60.7), latitudes: 14.3...15),
    Overseas(code: "973", name: "Guyane", longitudes: -54.8...(-51.5), latitudes: 2...6),
    Overseas(code: "974", name: "La Réunion", longitudes: 55.1...55.9, latitudes: -21.5...(-20.8)),
    Overseas(code: "976", name: "Mayotte", longitudes: 44.9...45.4, latitudes: -13.1...(-12.5)),
  ]
}
