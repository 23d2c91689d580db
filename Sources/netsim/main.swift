internal import Commands

CommandRunner(.process).runAndExit(Array(CommandLine.arguments.dropFirst()))
