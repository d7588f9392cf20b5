/// Where a body goes while it arrives: memory for forms and documents, disk for files.
enum BodySink: Sendable {
  case none
  case memory([UInt8], most: Int)
  case multipart(MultipartSink)

  init(_ plan: BodyPlan) {
    switch plan {
    case .none, .refuse: self = .none
    case .memory(let most): self = .memory([], most: most)
    case .multipart(let reader, let most): self = .multipart(MultipartSink(reader: reader, most: most))
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(RequestRefusal) {
    switch self {
    case .none: throw .bodyTooLarge(most: 0)
    case .memory(var collected, let most):
      self = .none
      guard collected.count + bytes.count <= most else { throw .bodyTooLarge(most: most) }
      collected.append(contentsOf: bytes)
      self = .memory(collected, most: most)
    case .multipart(var sink):
      self = .none
      try sink.append(bytes)
      self = .multipart(sink)
    }
  }

  func body() throws(RequestRefusal) -> Request.Body {
    switch self {
    case .none: return .none
    case .memory(let bytes, _): return bytes.isEmpty ? .none : .bytes(bytes)
    case .multipart(let sink):
      guard sink.reader.isDone else { throw .malformed(InputFault(.truncated)) }
      return .multipart(sink.pairs, sink.uploads)
    }
  }
}

struct MultipartSink: Sendable {
  private(set) var reader: MultipartReader
  let most: Int
  private(set) var pairs = FormPairs()
  private(set) var uploads: [Upload] = []
  private var received: Int = 0

  init(reader: MultipartReader, most: Int) {
    self.reader = reader
    self.most = most
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(RequestRefusal) {
    received += bytes.count
    guard received <= most else { throw .bodyTooLarge(most: most) }
    var events: [MultipartReader.Event] = []
    do throws(InputFault) { try reader.read(bytes) { events.append($0) } } catch { throw .malformed(error) }
    for event in events { try handle(event) }
  }

  private mutating func handle(_ event: MultipartReader.Event) throws(RequestRefusal) {
    switch event {
    case .field(let name, let value):
      do throws(InputFault) { try pairs.append(name, value) } catch { throw .malformed(error) }
    case .fileBegan(let field, let name, let type):
      do throws(FileFault) {
        uploads.append(Upload(field: field, name: name, type: type, file: try TemporaryFile()))
      } catch { throw .diskFull }
    case .fileBytes(let bytes):
      do throws(FileFault) { try uploads.last?.file.append(bytes) } catch { throw .diskFull }
    case .fileEnded: break
    }
  }
}
