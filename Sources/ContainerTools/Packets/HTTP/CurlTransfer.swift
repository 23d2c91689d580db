internal import Addressing
internal import Dataplane

/// What is known of a transfer, for the meter and for `--write-out`.
struct CurlTransfer {
    var url = ""
    var method = "GET"
    var start = SimulatedTime()
    var end = SimulatedTime()
    var hasMeter = false
    var connections = 0
    var redirects = 0
    var uploaded = 0
    var downloaded = 0
    private(set) var expected = 0
    private var connectedAt: SimulatedTime?
    private var remote: (address: IPAddress, port: UInt16)?
    private var local: (address: IPAddress, port: UInt16)?
    private var status = 0
    private var version = "0"
    private var contentType = ""
    private var headSize = 0
    private var location = ""

    mutating func connected(
        to address: IPAddress,
        _ port: UInt16,
        _ local: (address: IPAddress, port: UInt16)?,
        at time: SimulatedTime
    ) {
        connections += 1
        remote = (address, port)
        self.local = local
        connectedAt = time
    }

    mutating func take(_ response: HTTPResponse) {
        status = response.status
        version = response.version
        contentType = response.header("Content-Type") ?? ""
        headSize += response.headLength
        expected = response.announcedLength ?? 0
        location = response.header("Location") ?? ""
    }

    var microseconds: Int64 { end.since(start) / 1000 }

    /// The text of a format, and the variables in it that curl does not know.
    func text(of format: String, code: Int, error: String) -> (text: String, unknown: [String]) {
        var text = ""
        var unknown: [String] = []
        var rest = format[...]
        while let character = rest.popFirst() {
            if character == "\\", let next = rest.popFirst() {
                switch next {
                case "n": text += "\n"
                case "r": text += "\r"
                case "t": text += "\t"
                default: text += "\\\(next)"
                }
            } else if character == "%", rest.first == "%" {
                rest.removeFirst()
                text += "%"
            } else if character == "%", rest.first == "{", let close = rest.firstIndex(of: "}") {
                let name = String(rest[rest.index(after: rest.startIndex)..<close])
                rest = rest[rest.index(after: close)...]
                if let value = value(of: name, code, error) { text += value } else { unknown.append(name) }
            } else {
                text.append(character)
            }
        }
        return (text, unknown)
    }

    private func value(of name: String, _ code: Int, _ error: String) -> String? {
        func time(_ moment: SimulatedTime?) -> String {
            Decimal.fixed((moment?.since(start) ?? 0) / 1000, 1_000_000, 6)
        }
        return switch name {
        case "http_code", "response_code": String(String(1000 + min(status, 999)).dropFirst())
        case "remote_ip": remote.map { "\($0.address)" } ?? ""
        case "remote_port": "\(remote?.port ?? 0)"
        case "local_ip": local.map { "\($0.address)" } ?? ""
        case "local_port": "\(local?.port ?? 0)"
        case "size_download": "\(downloaded)"
        case "size_upload": "\(uploaded)"
        case "size_header": "\(headSize)"
        case "speed_download": "\(CurlMeter.speed(downloaded, microseconds))"
        case "url_effective", "url": url
        case "redirect_url": location
        case "num_connects": "\(connections)"
        case "num_redirects": "\(redirects)"
        case "content_type": contentType
        case "exitcode": "\(code)"
        case "errormsg": error
        case "scheme": connections > 0 ? (url.lowercased().hasPrefix("https") ? "HTTPS" : "HTTP") : ""
        case "http_version": version
        case "method": method
        case "time_connect": time(connectedAt)
        case "time_total": time(end)
        case "time_namelookup", "time_redirect", "time_appconnect": time(nil)
        case "time_pretransfer": time(connectedAt)
        case "time_starttransfer": time(status == 0 ? nil : end)
        case "ssl_verify_result": "0"
        case "stderr", "stdout": ""
        default: nil
        }
    }
}

/// curl's progress meter, which shows where standard output is no terminal.
enum CurlMeter {
    static let head = """
          % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                         Dload  Upload   Total   Spent    Left  Speed

        """

    /// The first line, before anything came.
    static let zero = "\r" + line(0, 0, 0, 0, 0, spent: "--:--:--")

    static func line(_ transfer: CurlTransfer) -> String {
        let seconds = transfer.microseconds / 1_000_000
        let minutes = seconds / 60 % 60
        let spent =
            seconds == 0
            ? "--:--:--"
            : "\(seconds / 3600):\(String(minutes + 100).dropFirst()):\(String(seconds % 60 + 100).dropFirst())"
                .padded(from: 8)
        let total = max(transfer.expected, transfer.downloaded)
        let all = total + transfer.uploaded
        let percentage = total == 0 ? 0 : transfer.downloaded * 100 / total
        let text = line(
            percentage,
            all,
            transfer.downloaded,
            transfer.uploaded,
            speed(transfer.downloaded, transfer.microseconds),
            speed(transfer.uploaded, transfer.microseconds),
            spent: spent
        )
        return "\r" + text
    }

    private static func line(
        _ percentage: Int,
        _ total: Int,
        _ received: Int,
        _ sent: Int,
        _ down: Int,
        _ up: Int = 0,
        spent: String
    ) -> String {
        "\(part(percentage)) \(size(total))  \(part(percentage)) \(size(received))  \(part(sent > 0 ? 100 : 0)) "
            + "\(size(sent))  \(size(down))  \(size(up)) --:--:-- \(spent) --:--:-- \(size(down + up))"
    }

    private static func part(_ percentage: Int) -> String { "\(percentage)".padded(from: 3) }

    /// Five characters.
    private static func size(_ bytes: Int) -> String {
        bytes < 100_000 ? "\(bytes)".padded(from: 5) : "\(bytes / 1024)k".padded(from: 5)
    }

    /// Bytes per second.
    static func speed(_ bytes: Int, _ microseconds: Int64) -> Int {
        guard microseconds > 0 else { return bytes }
        let (product, overflow) = Int64(bytes).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? bytes : Int(product / microseconds)
    }
}
