// A libFuzzer target over the parsers of what strangers send, compiled with them and nothing else: scripts/fuzz.
// The first byte chooses the parser. What must hold: no crash, no hang, and what was accepted reads back the same.

import HTML

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  switch start[0] % 6 {
  case 0: form(bytes)
  case 1: json(bytes)
  case 2: multipart(bytes)
  case 3: prose(bytes)
  case 5: token(bytes)
  default: target(bytes)
  }
  return 0
}

private func form(_ bytes: [UInt8]) {
  guard let pairs = try? FormPairs(urlEncoded: bytes) else { return }
  guard let again = try? FormPairs(urlEncoded: Array(pairs.encoded.utf8)) else { fatalError("written and not read") }
  precondition(
    again.pairs.filter { $0.name != "" || $0.value != "" } == pairs.pairs.filter { $0.name != "" || $0.value != "" })
}

private func json(_ bytes: [UInt8]) {
  guard let value = try? JSON(bytes) else { return }
  var writer = JSONWriter()
  writer.value(value)
  guard let again = try? JSON(writer.bytes) else { fatalError("written and not read") }
  precondition(again == value)
}

private func multipart(_ bytes: [UInt8]) {
  func events(_ size: Int) -> [MultipartReader.Event]? {
    guard var reader = MultipartReader(contentType: "multipart/form-data; boundary=b") else { return nil }
    var events: [MultipartReader.Event] = []
    var file: [UInt8] = []
    do {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try reader.read(bytes[start..<min(start + size, bytes.count)]) { (event) throws(InputFault) in
          switch event {
          case .fileBytes(let piece): file += piece
          case .fileEnded:
            events += [.fileBytes(file), .fileEnded]
            file = []
          default: events.append(event)
          }
        }
      }
    } catch { return nil }
    return reader.isDone ? events : nil
  }
  // The same bytes mean the same thing however they arrive.
  precondition(events(3) == events(bytes.count + 1))
}

/// No tag that we do not write ourselves, and usages that touch no letter and no figure.
private func prose(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self) else { return }
  let prose = Prose(text, typography: .french)
  var markup = Markup()
  prose.write(&markup, under: 2)
  let written = String(decoding: markup.bytes(), as: UTF8.self)
  precondition(!written.contains("<script") && !written.contains("href=\"javascript:") && !written.contains("\0"))
  _ = prose.plain(limit: 100)
  let set: String = Typography.french.set(text)
  precondition(set.filter { $0.isLetter || $0.isNumber } == text.filter { $0.isLetter || $0.isNumber })
}

/// What is signed is what came, to the last bit.
private func token(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self), let token = SignedToken(text) else { return }
  let signed = String(decoding: token.signed, as: UTF8.self)
  precondition("\(signed).\(Base64URL.encode(token.signature))" == text)
}

private func target(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self), let target = try? Target(text) else { return }
  precondition(!target.segments.contains { $0 == "" || $0 == "." || $0 == ".." || $0.utf8.contains(0x2F) })
}
