/// Docker's commands that netsim has not got, and what there is instead.
enum DockerCommand {
    private static let noImages =
        "any image name will do: netsim pulls, keeps and runs no images; netsim images ls lists those that it knows"
    private static let noFiles = "a simulated container has few files and no image below them"
    private static let compose = "netsim reads Compose files itself: netsim up, down, check, plan and diff -f FILE"
    private static let swarm = "a lab is a single engine outside a swarm"
    private static let noResources = "a simulated container uses no processor and no memory"
    private static let noVolumes = "netsim has no volumes: -v and --mount are read and ignored"
    private static let noRegistry = "netsim talks to no registry"
    private static let oneLab = "labs take the place of contexts: netsim --lab NAME, netsim lab ls"
    private static let noSettings =
        "networks are what a lab keeps of a container after it is made: netsim network connect"
    private static let noAttach =
        "netsim run -it and netsim exec -it type into a shell, netsim logs NAME shows what a container's own command "
        + "printed; docker attach works with netsim engine"

    /// By the words behind `docker`; a group stands for all of its commands that are not named themselves.
    private static let instead: [String: String] = [
        "attach": noAttach, "container attach": noAttach,
        "build": noImages, "builder": noImages, "buildx": noImages, "bake": noImages,
        "checkpoint": noFiles,
        "commit": noImages, "container commit": noImages,
        "compose": compose, "compose up": "netsim up -f FILE does that",
        "compose down": "netsim down -f FILE does that",
        "compose ps": "netsim ps does that", "compose config": "netsim check -f FILE does that",
        "compose exec": "netsim exec CONTAINER COMMAND does that", "compose logs": "netsim logs CONTAINER does that",
        "compose port": "netsim port CONTAINER does that",
        "compose ls": "netsim ps lists the containers of all projects",
        "compose run": "netsim up -f FILE, then netsim exec CONTAINER COMMAND does that",
        "config": swarm,
        "context": oneLab,
        "cp": noFiles, "container cp": noFiles,
        "container diff": noFiles, "container export": noFiles,
        "debug": "netsim exec CONTAINER COMMAND runs the usual tools in every container",
        "system events": "netsim events does that",
        "history": noImages, "image": noImages, "load": noImages, "manifest": noImages,
        "pull": noImages, "push": noImages, "rmi": noImages, "save": noImages, "tag": noImages, "trust": noImages,
        "image ls": "netsim ps -a --format '{{.Image}}' lists the names in use; " + noImages,
        "image prune": noImages, "system df": noImages,
        "info": "netsim version, netsim lab ls and netsim network ls say what there is",
        "system info": "netsim version, netsim lab ls and netsim network ls say what there is",
        "login": noRegistry, "logout": noRegistry, "search": noRegistry, "scout": noRegistry,
        "model": "netsim runs no models", "mcp": "netsim runs no models", "ai": "netsim runs no models",
        "node": swarm, "secret": swarm, "service": swarm, "stack": swarm, "swarm": swarm,
        "plugin": "bridge, macvlan, ipvlan, host and none are the drivers that there are",
        "stats": noResources, "container stats": noResources,
        "system": "netsim container prune and netsim network prune take away what is not used",
        "system prune": "netsim container prune and netsim network prune do that",
        "top": "netsim exec CONTAINER ps lists the processes of a container",
        "container top": "netsim exec CONTAINER ps lists the processes of a container",
        "update": noSettings, "container update": noSettings,
        "volume": noVolumes,
    ]

    /// What to say of a command of Docker's; nil for a word that Docker does not know either.
    ///
    /// - Parameters:
    ///   - words: with the group's name before it.
    ///   - next: the word behind.
    static func refusal(of words: String, _ next: String?) -> String? {
        if let next, let text = instead["\(words) \(next)"] {
            return "Docker's command \"\(words) \(next)\" is not in netsim: \(text)"
        }
        guard let text = instead[words] else { return nil }
        return "Docker's command \"\(words)\" is not in netsim: \(text)"
    }
}
