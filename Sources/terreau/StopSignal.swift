import Glibc

/// SIGTERM and SIGINT, as something that can be waited for.
///
/// Not `sigwait`: once the main task has been suspended, libdispatch lets the main thread sleep with every signal
/// unblocked, and the default action would end the process in the middle of an answer.
struct StopSignal {
  private let reading: Int32

  /// From now on these signals wait to be asked about.
  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    stopPipe = ends[1]
    // Whoever started us may have had them blocked, and that is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT] {
      signal(number, stopRequested)
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  func wait() {
    var byte: UInt8 = 0
    while read(reading, &byte, 1) < 0, errno == EINTR {}
  }
}

/// Written once, before the handlers that read it are installed.
private nonisolated(unsafe) var stopPipe: Int32 = -1

// A plain function: all that a signal handler may do is write.
private func stopRequested(_ number: Int32) {
  var byte: UInt8 = 1
  _ = write(stopPipe, &byte, 1)
}
