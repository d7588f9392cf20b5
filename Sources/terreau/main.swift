import Glibc

// Before any thread exists, so that every thread inherits the mask and only `sigwait` sees these signals.
var signals = sigset_t()
sigemptyset(&signals)
sigaddset(&signals, SIGTERM)
sigaddset(&signals, SIGINT)
pthread_sigmask(SIG_BLOCK, &signals, nil)

exit(await Terreau.run(Array(CommandLine.arguments.dropFirst())).rawValue)
