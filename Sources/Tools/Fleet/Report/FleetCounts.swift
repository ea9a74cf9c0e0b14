/// What a fleet has done so far, in numbers.
package struct FleetCounts: Hashable, Sendable {
    /// Devices that have started.
    package var started = 0
    /// Devices whose server currently holds a registration.
    package var registered = 0
    /// The highest number registered at the same time.
    package var mostRegistered = 0
    /// Devices that have been registered at least once.
    package var everRegistered = 0
    /// Seconds from the start until every device had been registered once; nil before that.
    package var completeAt: Double?
    /// Devices that have been stopped, by reason.
    package var stopped: [String: Int] = [:]
    /// Devices that the timeline currently keeps without power or network.
    package var cutOff = 0

    /// Answers to messages of the registration interface, by message and code: `register 2.01`.
    package var registrations: [String: Int] = [:]
    /// Why registrations failed without an answer and why connections ended, without addresses.
    package var failures: [String: Int] = [:]
    /// Requests from servers, by operation and code: `read 2.05`.
    package var requests: [String: Int] = [:]
    /// Notifications sent, not counting retransmissions.
    package var notifications = 0
    /// Handshakes that ended, by outcome: `done`, `failed`.
    package var handshakes: [String: Int] = [:]
    /// Faults in scripts, without the device.
    package var faults: [String: Int] = [:]
    /// CoAP bytes, sent and received.
    package var sent = 0
    package var received = 0

    /// From a Register to its answer, as seen by the device.
    package var registerTime = Histogram()
    /// From an Update to its answer.
    package var updateTime = Histogram()
    /// From the first message of a handshake to its end.
    package var handshakeTime = Histogram()

    package init() {}

    /// Adds one to the count for a text; beyond a limit on kinds, all others are counted together.
    ///
    /// - Returns: whether the text had no count before.
    @discardableResult
    static func count(_ word: String, in table: inout [String: Int]) -> Bool {
        let isNew = table[word] == nil
        table[isNew && table.count >= mostKinds ? "others" : word, default: 0] += 1
        return isNew
    }

    /// The texts come from servers and scripts, so their number is limited.
    private static let mostKinds = 100
}
