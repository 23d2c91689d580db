import Rendering

/// A value inside a JSON document, by the way to it.
struct JSONPlace: CustomStringConvertible {
    enum Step: Hashable {
        case member(String)
        case element(Int)
    }

    struct Missing: Error {}

    let steps: [Step]

    /// All values of a document but itself, outer ones first.
    static func all(in json: JSONValue, under steps: [Step] = []) -> [JSONPlace] {
        var inner: [(Step, JSONValue)] = []
        switch json {
        case .object(let object): inner = object.map { (.member($0.key), $0.value) }
        case .array(let array): inner = array.enumerated().map { (.element($0.offset), $0.element) }
        default: break
        }
        return inner.flatMap { [JSONPlace(steps: steps + [$0.0])] + all(in: $0.1, under: steps + [$0.0]) }
    }

    /// As the archive's errors write it.
    var description: String { text { "[\($0)]" } }

    /// The same for all places of a kind: without the numbers of elements and the keys of maps.
    var pattern: String { text { _ in "[]" } }

    private static let maps: Set = ["labels", "options", "ipamOptions", "auxiliary", "driverOptions"]

    /// Whether the value is an object of arbitrary keys.
    var isMap: Bool {
        if case .member(let name)? = steps.last { Self.maps.contains(name) && !isInMap } else { false }
    }

    private var isInMap: Bool {
        steps.dropLast().contains { if case .member(let name) = $0 { Self.maps.contains(name) } else { false } }
    }

    /// Whether the value is text without a form, by where it stands: names within records, arguments, labels.
    var isFreeText: Bool {
        let free: Set = [
            "image", "command", "entrypoint", "hostname", "domainname", "environment", "dnsSearch", "dnsOptions",
            "extraHosts", "links", "stopSignal", "aliases", "interface", "hostInterface", "names", "alias", "childName",
            "searchDomains", "resolverOptions", "uplinkName", "type", "data", "deviceName", "trustedInterfaces",
            "interfacePrefix",
        ]
        if isInMap, !steps.contains(.member("auxiliary")) { return true }
        return steps.contains { if case .member(let name) = $0 { free.contains(name) } else { false } }
            || (steps.first == .member("settings") && (steps.last == .member("name") || steps.last == .member("id")))
    }

    private func text(_ element: (Int) -> String) -> String {
        var text = ""
        var isKey = false
        for step in steps {
            switch step {
            case .member(let name) where isKey: text += element(0) == "[]" ? "[]" : "[\(name.debugDescription)]"
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .element(let index): text += element(index)
            }
            if case .member(let name) = step { isKey = !isKey && Self.maps.contains(name) } else { isKey = false }
        }
        return text
    }

    func value(in json: JSONValue) -> JSONValue? {
        steps.reduce(json as JSONValue?) { value, step in
            switch step {
            case .member(let name): value?[name]
            case .element(let index): value?[index]
            }
        }
    }

    func replacing(with value: JSONValue, in json: JSONValue) -> JSONValue {
        Self.change(json, steps[...]) { _ in value } ?? json
    }

    /// The document without the member; nil where the place is an element.
    func removed(from json: JSONValue) -> JSONValue? {
        guard case .member? = steps.last else { return nil }
        return Self.change(json, steps[...]) { _ in nil }
    }

    /// The place in a document that has but the first of each list and, of the list that the place is in, its element.
    func alone(in json: JSONValue) -> (JSONPlace, JSONValue) {
        guard case .object(var document) = json else { return (self, json) }
        var steps = steps
        for list in ["networks", "containers"] {
            var index = 0
            if steps.first == .member(list), steps.count > 1, case .element(let element) = steps[1] {
                (index, steps[1]) = (element, .element(0))
            }
            document[list] = json[list]?[index].map { .array([$0]) }
        }
        return (JSONPlace(steps: steps), .object(document))
    }

    private static func change(
        _ json: JSONValue,
        _ steps: ArraySlice<Step>,
        _ body: (JSONValue) -> JSONValue?
    ) -> JSONValue? {
        guard let step = steps.first else { return body(json) }
        switch (step, json) {
        case (.member(let name), .object(var object)):
            object[name] = object[name].flatMap { change($0, steps.dropFirst(), body) }
            return .object(object)
        case (.element(let index), .array(var array)):
            if let changed = change(array[index], steps.dropFirst(), body) { array[index] = changed }
            return .array(array)
        default:
            return json
        }
    }
}
