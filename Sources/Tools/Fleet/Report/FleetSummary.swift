package import JSON
import Wording

/// The outcome of a run: for people, and for programs that add up several of them.
package struct FleetSummary {
    private let counts: FleetCounts
    private let devices: Int
    private let shard: FleetShard
    private let seed: UInt64
    private let seconds: Double
    private let cost: ProcessCost

    /// - Parameters:
    ///   - devices: the number of devices in this process.
    ///   - seconds: how long the run took.
    package init(_ fleet: Fleet, seconds: Double, cost: ProcessCost) {
        counts = fleet.counts
        devices = fleet.deviceCount
        (shard, seed) = (fleet.plan.shard, fleet.plan.seed)
        (self.seconds, self.cost) = (seconds, cost)
    }

    /// Whether every device was registered at least once and none was stopped.
    package var isFine: Bool { counts.everRegistered == devices && counts.stopped.isEmpty }

    // MARK: - For people

    /// Lines with everything that is not 0.
    package var text: String {
        var rows: [(name: String, value: String)] = [
            ("devices", "\(devices) of shard \(shard), seed \(seed), \(Self.brief(seconds)) s"),
            ("registered", "\(counts.registered) now, \(counts.mostRegistered) at most, \(counts.everRegistered) once"),
        ]
        if let complete = counts.completeAt { rows.append(("all registered", "after \(Self.brief(complete)) s")) }
        for (numbers, prefix) in [
            (counts.stopped, "stopped: "), (counts.registrations, ""), (counts.failures, "failed: "),
            (counts.handshakes, "handshake "), (counts.requests, ""), (counts.faults, "fault: "),
        ] {
            for (word, number) in numbers.sorted(by: { $0.key < $1.key }) { rows.append((prefix + word, "\(number)")) }
        }
        if counts.notifications > 0 { rows.append(("notifications", "\(counts.notifications)")) }
        for (name, times) in [
            ("register", counts.registerTime), ("update", counts.updateTime), ("handshake", counts.handshakeTime),
        ] where times.count > 0 {
            let parts = Self.percentiles.map { "\($0.name) \(Self.milliseconds(times.percentile($0.part)))" }
            rows.append(
                ("\(name) time", (parts + ["max \(Self.milliseconds(times.greatest))"]).joined(separator: ", ")))
        }
        rows.append(("bytes of CoAP", "\(counts.sent) sent, \(counts.received) received"))
        rows.append(
            (
                "cost",
                "\(Self.brief(cost.seconds)) s of processor, \(cost.peakBytes >> 20) MiB at most, "
                    + "\(devices == 0 ? 0 : (cost.peakBytes / devices) >> 10) KiB a device"
            ))
        return rows.map { $0.name.padded(to: 20) + "  " + $0.value }.joined(separator: "\n")
    }

    private static let percentiles = [
        (name: "p50", part: 0.5), (name: "p90", part: 0.9), (name: "p99", part: 0.99), (name: "p99.9", part: 0.999),
    ]

    private static func brief(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
    private static func milliseconds(_ seconds: Double) -> String { "\((seconds * 100_000).rounded() / 100) ms" }

    // MARK: - For programs

    /// A single object; histograms include their buckets, so that those of several shards can be added up.
    package var json: JSONValue {
        .members([
            "shard": .string("\(shard)"), "seed": .string("\(seed)"), "seconds": .number(seconds),
            "devices": .integer(Int64(devices)), "started": .integer(Int64(counts.started)),
            "registered": .integer(Int64(counts.registered)),
            "mostRegistered": .integer(Int64(counts.mostRegistered)),
            "everRegistered": .integer(Int64(counts.everRegistered)),
            "completeAt": counts.completeAt.map { .number($0) } ?? .null,
            "stopped": Self.json(counts.stopped), "registrations": Self.json(counts.registrations),
            "failures": Self.json(counts.failures), "handshakes": Self.json(counts.handshakes),
            "requests": Self.json(counts.requests), "notifications": .integer(Int64(counts.notifications)),
            "faults": Self.json(counts.faults), "sent": .integer(Int64(counts.sent)),
            "received": .integer(Int64(counts.received)),
            "latency": .members([
                "register": Self.json(counts.registerTime), "update": Self.json(counts.updateTime),
                "handshake": Self.json(counts.handshakeTime),
            ]),
            "processorSeconds": .number(cost.seconds), "peakBytes": .integer(Int64(cost.peakBytes)),
        ])
    }

    private static func json(_ numbers: [String: Int]) -> JSONValue {
        .object(
            numbers.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .integer(Int64($0.value))) })
    }

    private static func json(_ times: Histogram) -> JSONValue {
        .object(
            [
                JSONMember(name: "count", value: .integer(Int64(times.count))),
                JSONMember(name: "sum", value: .number(times.sum)),
                JSONMember(name: "max", value: .number(times.greatest)),
            ] + percentiles.map { JSONMember(name: $0.name, value: .number(times.percentile($0.part))) } + [
                JSONMember(
                    name: "buckets",
                    value: .array(
                        times.counts.enumerated().filter { $0.element > 0 }.map {
                            .array([.integer(Int64($0.offset)), .integer(Int64($0.element))])
                        }))
            ])
    }
}

/// What a process has cost its machine so far.
package struct ProcessCost: Hashable, Sendable {
    /// Seconds of processor time, including the system's time on its behalf.
    package var seconds: Double
    /// The most memory it had at any one time.
    package var peakBytes: Int

    package init(seconds: Double, peakBytes: Int) { (self.seconds, self.peakBytes) = (seconds, peakBytes) }
}
