/// What a fleet has done so far, in the Prometheus text format.
///
/// - Source: Prometheus exposition formats, version 0.0.4.
package struct FleetMetrics {
    private var lines: [String] = []

    /// The text of a page, `text/plain; version=0.0.4`.
    package static func text(_ fleet: Fleet) -> String {
        var metrics = FleetMetrics()
        metrics.add(fleet)
        return metrics.lines.joined(separator: "\n") + "\n"
    }

    /// The content type of the page.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

    private mutating func add(_ fleet: Fleet) {
        let counts = fleet.counts
        gauge("devices", "Devices that this process runs.", fleet.deviceCount)
        gauge("started_devices", "Devices that have started.", counts.started)
        gauge("registered_devices", "Devices whose server holds a registration.", counts.registered)
        gauge("cut_off_devices", "Devices that the timeline took power or network from.", counts.cutOff)
        counter("stopped_devices_total", "Devices that were stopped, by reason.", counts.stopped) { "reason=\($0)" }
        counter("failures_total", "What went wrong on the way to servers, by reason.", counts.failures) {
            "reason=\($0)"
        }
        counter("script_faults_total", "Faults of scripts, by words.", counts.faults) { "reason=\($0)" }
        counter(
            "registration_messages_total", "Answers of servers to messages of the registration interface.",
            counts.registrations
        ) { Self.parts($0, "message") }
        counter("requests_total", "Requests of servers, by operation and code.", counts.requests) {
            Self.parts($0, "operation")
        }
        counter("handshakes_total", "DTLS handshakes, by their end.", counts.handshakes) { "result=\($0)" }
        single("notifications_total", "Notifications that were sent.", "counter", counts.notifications)
        single("sent_bytes_total", "Bytes of CoAP that were sent.", "counter", counts.sent)
        single("received_bytes_total", "Bytes of CoAP that were received.", "counter", counts.received)
        histogram("register_seconds", "From a Register to its answer.", counts.registerTime)
        histogram("update_seconds", "From an Update to its answer.", counts.updateTime)
        histogram("handshake_seconds", "From the first message of a handshake to its end.", counts.handshakeTime)
    }

    /// `read 2.05` as two labels.
    private static func parts(_ word: String, _ name: String) -> String {
        let parts = word.split(separator: " ", maxSplits: 1)
        return parts.count == 2 ? "\(name)=\(parts[0])\u{0}code=\(parts[1])" : "\(name)=\(word)"
    }

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        lines.append("# HELP xlwm2m_fleet_\(name) \(help)")
        lines.append("# TYPE xlwm2m_fleet_\(name) \(type)")
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: Int) { single(name, help, "gauge", value) }

    private mutating func single(_ name: String, _ help: String, _ type: String, _ value: Int) {
        head(name, help, type)
        lines.append("xlwm2m_fleet_\(name) \(value)")
    }

    /// - Parameter labels: `name=value`; several are separated by a zero byte.
    private mutating func counter(
        _ name: String, _ help: String, _ numbers: [String: Int], _ labels: (String) -> String
    ) {
        head(name, help, "counter")
        for (word, number) in numbers.sorted(by: { $0.key < $1.key }) {
            let pairs = labels(word).split(separator: "\u{0}").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return "\(parts[0])=\"\(Self.escaped(parts[1]))\""
            }
            lines.append("xlwm2m_fleet_\(name){\(pairs.joined(separator: ","))} \(number)")
        }
    }

    private mutating func histogram(_ name: String, _ help: String, _ times: Histogram) {
        head(name, help, "histogram")
        for bound in Self.bounds {
            lines.append("xlwm2m_fleet_\(name)_bucket{le=\"\(bound)\"} \(times.count(upTo: bound))")
        }
        lines.append("xlwm2m_fleet_\(name)_bucket{le=\"+Inf\"} \(times.count)")
        lines.append("xlwm2m_fleet_\(name)_sum \(times.sum)")
        lines.append("xlwm2m_fleet_\(name)_count \(times.count)")
    }

    /// The value of a label.
    private static func escaped(_ text: Substring) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
