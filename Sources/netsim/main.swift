internal import Commands

CommandRunner(.process).runAndExit(CommandRunner.arguments)
