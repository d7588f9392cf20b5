import HTTP

extension Field where Value == [UInt8]? {
  /// A picture that browsers draw and that holds no script: never SVG.
  static func picture(_ key: String, _ label: Text, help: Text? = nil, most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: false,
      control: .file(types: Picture.allCases.map(\.mediaType), most: most), read: { _ in .value(nil) },
      write: { _ in nil },
      readFile: { upload in
        guard let upload, upload.size > 0 else { return .value(nil) }
        guard upload.size <= most else {
          return .wrong(.tooHeavy(upload.size, most: most, .kibibyte))
        }
        let bytes: [UInt8] = upload.file.contents()
        guard Picture(bytes) != nil else {
          return .wrong(
            Text(
              fr: "Une image PNG, JPEG ou WebP est attendue.", en: "A PNG, JPEG or WebP picture is expected.",
              de: "Ein Bild im Format PNG, JPEG oder WebP wird erwartet."))
        }
        return .value(bytes)
      })
  }
}

/// What a file is, by its own first bytes and not by what it is called.
enum Picture: String, CaseIterable {
  case png, jpeg, webp

  var mediaType: String { "image/\(rawValue)" }

  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      self = .webp
    } else {
      return nil
    }
  }
}
