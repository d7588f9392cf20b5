import Glibc

// Databases and backups hold people's records: nobody else on the machine reads them.
umask(0o077)

exit(await Terreau.run(Array(CommandLine.arguments.dropFirst())).rawValue)
