import Testing

@testable import Images

@Suite struct ImageTableTests {
    @Test(arguments: [
        ("postgres", "PostgreSQL"), ("docker.io/library/postgres:16-alpine", "PostgreSQL"),
        ("registry.example:5000/team/redis@sha256:0000", "Redis"), ("supabase/postgres:15", "PostgreSQL"),
    ])
    func `an image is known by its name`(_ image: String, _ title: String) {
        #expect(KnownImage.named(image)?.title == title)
    }
}
