import Compose
import Testing
import YAML

/// What goes wrong between several files.
struct FileErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let files: [String: String]
        let options: @Sendable (inout ComposeOptions) -> Void
        let errors: [String]
        var testDescription: String { name }

        init(
            _ name: String,
            _ files: [String: String],
            _ options: @escaping @Sendable (inout ComposeOptions) -> Void = { _ in },
            _ errors: String...
        ) {
            self.name = name
            self.files = files
            self.options = options
            self.errors = errors
        }
    }

    private static let web = "services:\n  web: {image: nginx}\n"

    static let cases = [
        Case(
            "no file",
            [:],
            { _ in },
            "no configuration file provided: not found | name a file, or make one of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml"
        ),
        Case("a file that is not there", [:], { $0.files = ["no.yaml"] }, "open no.yaml: no such file or directory"),
        Case(
            "a remote file",
            [:],
            { $0.files = ["https://example.com/c.yaml"] },
            "https://example.com/c.yaml is remote, and nothing is fetched"
        ),
        Case(
            "a wrong project name",
            ["compose.yaml": web],
            { $0.projectName = "My Shop" },
            "invalid project name \"My Shop\": must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number"
        ),
        Case(
            "a folder without a name",
            ["/compose.yaml": web],
            { $0.workingDirectory = "/" },
            "project name must not be empty | give one with -p, or as name in the file"
        ),
        Case(
            "an environment file that is not there",
            ["compose.yaml": web],
            { $0.environmentFiles = ["no.env"] },
            "Couldn't find env file: /work/no.env"
        ),
        Case(
            "a space in a variable's name",
            ["compose.yaml": web, ".env": "A=1\nB C=2\n"],
            { _ in },
            ".env:2:1: key cannot contain a space"
        ),
        Case(
            "a sign in a variable's name",
            ["compose.yaml": web, ".env": "A=1\n B!=2\n"],
            { _ in },
            ".env:2:3: unexpected character \"!\" in variable name \"B!=2\""
        ),
        Case(
            "a quote that is not closed",
            ["compose.yaml": web, ".env": "A=\"1\nB=2\n"],
            { _ in },
            ".env:1:3: unterminated quoted value \"1"
        ),
        Case(
            "a bad variable in .env",
            ["compose.yaml": web, ".env": "A=${B\n"],
            { _ in },
            ".env:1:3: Invalid template: \"${B\""
        ),
        Case(
            "a list upon a mapping",
            ["compose.yaml": web + "x-a: {b: 1}\n", "compose.override.yaml": "x-a: [1]\n"],
            { _ in },
            "compose.override.yaml:1:6: cannot override x-a"
        ),
        Case(
            "an include that is not there",
            ["compose.yaml": "include: [no.yaml]\n" + web],
            { _ in },
            "compose.yaml:1:11: open no.yaml: no such file or directory"
        ),
        Case(
            "an include of itself",
            ["compose.yaml": "include: [compose.yaml]\n" + web],
            { _ in },
            "compose.yaml:1:11: include cycle detected: /work/compose.yaml include /work/compose.yaml"
        ),
        Case(
            "an include in a circle",
            ["compose.yaml": "include: [a.yaml]\n" + web, "a.yaml": "include:\n  - path: [compose.yaml]\n"],
            { _ in },
            "a.yaml:2:12: include cycle detected: /work/compose.yaml include /work/a.yaml include /work/compose.yaml"
        ),
        Case(
            "a remote include",
            ["compose.yaml": "include: [\"oci://x/y\"]\n" + web],
            { _ in },
            "compose.yaml:1:11: oci://x/y is remote, and nothing is fetched"
        ),
        Case(
            "an included file with a mistake",
            ["compose.yaml": "include: [a.yaml]\n" + web, "a.yaml": "services:\n  db: {imgae: x}\n"],
            { _ in },
            "a.yaml:2:8: services.db additional properties 'imgae' not allowed | did you mean image?"
        ),
        Case(
            "extends of nobody",
            ["compose.yaml": "services:\n  web: {extends: bse}\n  base: {image: i}\n"],
            { _ in },
            "compose.yaml:2:18: cannot extend service \"web\" in compose.yaml: service \"bse\" not found | did you mean base?"
        ),
        Case(
            "extends of itself",
            ["compose.yaml": "services:\n  web: {extends: web}\n"],
            { _ in },
            "compose.yaml:2:18: Circular reference: web in compose.yaml extends web in compose.yaml"
        ),
        Case(
            "extends in a circle",
            ["compose.yaml": "services:\n  a: {extends: b}\n  b: {extends: {service: a}}\n"],
            { _ in },
            "compose.yaml:2:16: Circular reference: a in compose.yaml extends b in compose.yaml extends a in compose.yaml"
        ),
        Case(
            "extends in a circle of files",
            [
                "compose.yaml": "services:\n  a: {extends: {file: x.yaml, service: b}}\n",
                "x.yaml": "services:\n  b: {extends: {file: x.yaml, service: b}}\n",
            ],
            { _ in },
            "x.yaml:2:23: Circular reference: b in x.yaml extends b in x.yaml"
        ),
        Case(
            "extends of a file that is not there",
            ["compose.yaml": "services:\n  web: {extends: {file: no.yaml, service: b}}\n"],
            { _ in },
            "compose.yaml:2:25: open no.yaml: no such file or directory"
        ),
        Case(
            "extends of a file without services",
            ["compose.yaml": "services:\n  web: {extends: {file: x.yaml, service: b}}\n", "x.yaml": "networks: {}\n"],
            { _ in },
            "compose.yaml:2:25: cannot extend service \"web\" in x.yaml: no services section"
        ),
        Case(
            "extends of a service that the file lacks",
            [
                "compose.yaml": "services:\n  web: {extends: {file: x.yaml, service: base}}\n",
                "x.yaml": "services: {other: {image: i}}\n",
            ],
            { _ in },
            "compose.yaml:2:25: cannot extend service \"web\" in compose.yaml: service \"base\" not found in x.yaml"
        ),
        Case(
            "extends of a service with a mistake",
            [
                "compose.yaml": "services:\n  web: {extends: {file: x.yaml, service: b}}\n",
                "x.yaml": "services: {b: {imgae: i}}\n",
            ],
            { _ in },
            "x.yaml:1:16: services.b additional properties 'imgae' not allowed | did you mean image?"
        ),
    ]

    @Test(arguments: cases) func `files that do not fit together are refused`(_ wrong: Case) {
        #expect(complaints(wrong.files, wrong.options) == wrong.errors)
    }
}
