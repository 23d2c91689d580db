internal import Testing
internal import Text

@Suite struct ImageReferenceTests {
    @Test(
        arguments: [
            ("nginx", "docker.io/library/nginx", nil, nil, "nginx"),
            ("nginx:1.27", "docker.io/library/nginx", "1.27", nil, "nginx:1.27"),
            ("docker.io/nginx", "docker.io/library/nginx", nil, nil, "nginx"),
            ("index.docker.io/a/b:x", "docker.io/a/b", "x", nil, "a/b:x"),
            ("localhost:5000/a", "localhost:5000/a", nil, nil, "localhost:5000/a"),
            ("ghcr.io/a/b:v1@sha256:00", "ghcr.io/a/b", "v1", "sha256:00", "ghcr.io/a/b:v1"),
        ] as [(String, String, String?, String?, String)]
    )
    func `a name has a repository, a tag and a digest`(
        text: String,
        repository: String,
        tag: String?,
        digest: String?,
        familiar: String
    ) {
        let reference = ImageReference(text)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(reference.digest == digest)
        #expect(reference.familiar == familiar)
    }

    @Test(arguments: [
        "x", "x:Tag", "library/x", "x__y", "x--y", "x.y", "host.com/x", "Host.com/x", "host.com:80/x", "x:5000/y",
        "localhost/x", "a/b/c", "x@sha256:" + String(repeating: "a", count: 64),
        "sha256:" + String(repeating: "a", count: 64),
        String(repeating: "a", count: 64), "ubuntu:14.04", "x:" + String(repeating: "a", count: 128),
    ])
    func `well-formed image names are taken`(name: String) {
        #expect(reason(name) == nil)
    }

    @Test(arguments: [
        "", "-", "x:", "x:.a", "x@", "x@sha256:abc", "x y", "host.com:p/x", "_x", "x_", "x___y", "x..y", "x//y", "/x",
        "x/", "é", "x:" + String(repeating: "a", count: 129),
    ])
    func `other image names are refused`(name: String) {
        #expect(reason(name) == "invalid reference format")
    }

    @Test(arguments: [("Bad", "library/Bad"), ("Bad:x", "library/Bad"), ("a/Bad", "a/Bad"), ("localhost/Bad:1", "Bad")])
    func `image names are in lower case`(name: String, shown: String) {
        let expected = "invalid reference format: repository name (\(shown)) must be lowercase"
        #expect(reason(name) == expected)
    }

    @Test func `image names end at 255 characters`() {
        let name = String(repeating: "a", count: 256)
        #expect(
            reason(name) == "repository name must not be more than 255 characters"
        )
    }

    private func reason(_ name: String) -> String? {
        do throws(ImageReferenceError) {
            try ImageReference.check(name)
            return nil
        } catch {
            return error.message
        }
    }
}
