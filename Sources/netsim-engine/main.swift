import EngineServer
import Glibc

exit(EngineProgram.run(Array(CommandLine.arguments.dropFirst())))
