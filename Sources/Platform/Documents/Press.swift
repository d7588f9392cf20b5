import Dispatch
import Synchronization

/// Makes PDF documents of pages, one after the other, on a thread of its own: no page of the site waits for a document.
public final class Press: Sendable {
  private let python: String
  private let seconds: Int
  private let thread = DispatchQueue(label: "press")
  private let line: Mutex<PressLine<Order>>
  /// Started when first needed, and again when it has gone. Touched on the thread only.
  private let worker = Mutex<PressWorker?>(nil)

  /// By default as many as are made while somebody is still willing to wait.
  package init(_ python: String, seconds: Int = 20, mostWaiting: Int = 32) {
    self.python = python
    self.seconds = seconds
    line = Mutex(PressLine(most: mostWaiting))
  }

  private struct Order {
    let page: [UInt8]
    let seconds: Int
    let answer: CheckedContinuation<[UInt8], any Error>
  }

  /// A whole page, which holds all that it shows, as a document. A long one may be given more time than the usual.
  package func document(
    _ page: [UInt8], for applicant: Applicant, atLeast leastSeconds: Int = 0
  ) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      do throws(Refusal) {
        let order = Order(page: page, seconds: max(seconds, leastSeconds), answer: continuation)
        try line.withLock { line throws(Refusal) in try line.join(applicant, order) }
        // As many turns as orders; whose turn it is, the line says when it comes.
        thread.async { self.takeTurn() }
      } catch { continuation.resume(throwing: error) }
    }
  }

  private func takeTurn() {
    guard let (applicant, order) = line.withLock({ $0.next() }) else { return }
    let made = Result { try press(order) }
    // Who has it in hand may ask for the next.
    line.withLock { $0.leave(applicant) }
    order.answer.resume(with: made)
  }

  private func press(_ order: Order) throws -> [UInt8] {
    try worker.withLock { worker in
      do throws(PressWorker.Fault) { return try attempt(order, &worker) } catch {
        worker = nil
        switch error {
        case .notInstalled: throw Refusal.unavailable(.noPress, seconds: nil)
        case .tooSlow: throw Refusal.unavailable(.pressIsTooSlow, seconds: nil)
        case .died: throw PressFailure(detail: "WeasyPrint went away before it had answered")
        case .refused(let detail): throw PressFailure(detail: detail)
        }
      }
    }
  }

  private func attempt(_ order: Order, _ worker: inout PressWorker?) throws(PressWorker.Fault) -> [UInt8] {
    if let known = worker {
      do throws(PressWorker.Fault) { return try known.document(order.page, seconds: order.seconds) } catch {
        // One that has served before may have ended for reasons of its own: another one is worth a try.
        guard case .died = error else { throw error }
      }
    }
    let fresh: PressWorker = try start()
    worker = fresh
    return try fresh.document(order.page, seconds: order.seconds)
  }

  private func start() throws(PressWorker.Fault) -> PressWorker {
    try PressWorker(python, program: Press.program, sheet: Press.sheet)
  }

  private static let program: [UInt8] =
    part("TAGGING", PackageResources.tagging_py) + part("BINDING", PackageResources.binding_py)
    + PackageResources.press_py

  private static func part(_ name: String, _ program: [UInt8]) -> [UInt8] {
    Array("\(name) = r'''\n".utf8) + program + Array("'''\n".utf8)
  }

  /// Its own sheet last: where two rules are equal, paper decides.
  private static let sheet: [UInt8] =
    PackageResources.charts_css + PackageResources.prose_css + PackageResources.document_css + PackageResources.book_css
}

/// A page that WeasyPrint could not make a document of: a bug of ours.
struct PressFailure: Error, CustomStringConvertible {
  let detail: String
  var description: String { "no PDF: \(detail)" }
}

extension Text {
  static let noPress = Text(
    fr: "La mise en PDF n’est pas installée sur ce serveur. La page elle-même s’imprime depuis le navigateur.",
    en: "PDF documents are not installed on this server. The page itself prints from the browser.",
    de: "Die PDF-Ausgabe ist auf diesem Server nicht installiert. Die Seite selbst lässt sich im Browser drucken.")
  static let pressIsTooSlow = Text(
    fr: "Cette page est trop longue à mettre en PDF. La page elle-même s’imprime depuis le navigateur.",
    en: "This page takes too long to become a PDF. The page itself prints from the browser.",
    de: "Diese Seite braucht zu lange, um ein PDF zu werden. Die Seite selbst lässt sich im Browser drucken.")
}
