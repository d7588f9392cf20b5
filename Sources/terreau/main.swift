import Glibc

// Before any thread exists, so that every thread inherits the mask and only `sigwait` sees these signals.
var signals = sigset_t()
sigemptyset(&signals)
sigaddset(&signals, SIGTERM)
sigaddset(&signals, SIGINT)
pthread_sigmask(SIG_BLOCK, &signals, nil)

// Databases and backups hold people's records: nobody else on the machine reads them.
umask(0o077)

exit(await Terreau.run(Array(CommandLine.arguments.dropFirst())).rawValue)
