/// What a fleet did so far, in numbers.
package struct FleetCounts: Hashable, Sendable {
    /// Devices that started.
    package var started = 0
    /// Devices whose server holds a registration now.
    package var registered = 0
    /// The most that were registered at one time.
    package var mostRegistered = 0
    /// Devices that were registered at least once.
    package var everRegistered = 0
    /// Seconds from the start until every device had been registered once; nil before.
    package var completeAt: Double?
    /// Devices that were stopped, by reason.
    package var stopped: [String: Int] = [:]
    /// Devices that are without power or network by the timeline, now.
    package var cutOff = 0

    /// Answers to messages of the registration interface, by message and code: `register 2.01`.
    package var registrations: [String: Int] = [:]
    /// Why registrations failed without an answer, and connections ended, in words without addresses.
    package var failures: [String: Int] = [:]
    /// Requests of servers by operation and code: `read 2.05`.
    package var requests: [String: Int] = [:]
    /// Notifications that were sent, repetitions left out.
    package var notifications = 0
    /// Handshakes that came to an end, as they did: `done`, `failed`.
    package var handshakes: [String: Int] = [:]
    /// Faults of scripts, in words without the device.
    package var faults: [String: Int] = [:]
    /// Bytes of CoAP, sent and received.
    package var sent = 0
    package var received = 0

    /// From a Register to its answer, as the device sees it.
    package var registerTime = Histogram()
    /// From an Update to its answer.
    package var updateTime = Histogram()
    /// From the first message of a handshake to its end.
    package var handshakeTime = Histogram()

    package init() {}

    /// Counts one more of something that is counted by words; beyond many kinds the rest is one.
    static func count(_ word: String, in table: inout [String: Int]) {
        let isKnown = table[word] != nil || table.count < mostKinds
        table[isKnown ? word : "others", default: 0] += 1
    }

    /// Words come from servers and scripts, so that their number is bounded.
    private static let mostKinds = 100
}
