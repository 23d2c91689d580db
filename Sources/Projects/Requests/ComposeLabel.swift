internal import Lab

/// The labels by which Compose knows its own containers and networks again (docker/compose, `pkg/api`).
public enum ComposeLabel {
    public static let project = "com.docker.compose.project"
    public static let workingDirectory = "com.docker.compose.project.working_dir"
    public static let service = Lab.serviceLabel
    public static let number = "com.docker.compose.container-number"
    public static let oneOff = "com.docker.compose.oneoff"
    public static let dependsOn = "com.docker.compose.depends_on"
    public static let network = "com.docker.compose.network"
    public static let configHash = "com.docker.compose.config-hash"
    public static let version = "com.docker.compose.version"

    /// The release of Compose whose behaviour is reproduced.
    public static let versionText = "5.0.0"
}
