internal import Commands
internal import Glibc

exit(CommandRunner(.process).run(Array(CommandLine.arguments.dropFirst())))
