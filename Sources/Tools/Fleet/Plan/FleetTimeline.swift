/// What happens to parts of a fleet at given times during a run: `at 60: power-cut 30% for 120s`.
///
/// One event per line; `#` begins a comment.
package struct FleetTimeline: Hashable, Sendable {
    /// One event.
    package struct Event: Hashable, Sendable {
        /// Seconds from the start of the fleet.
        package var time: Double
        package var action: Action
        /// The fraction of the devices, 0...1.
        package var share: Double
    }

    /// What is done to a device.
    package enum Action: Hashable, Sendable {
        /// Power is lost and comes back after this many seconds.
        case powerCut(seconds: Double)
        /// The network is unreachable for this many seconds.
        case networkLoss(seconds: Double)
        /// The same as the restart command.
        case reset
        case register
        case deregister
    }

    /// Sorted by time.
    package private(set) var events: [Event] = []

    /// A timeline without events.
    package init() {}

    /// - throws: what is not a valid event, with its line.
    package init(parsing text: String, file: String) throws(FleetError) {
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard let event = Self.event(words) else {
                throw FleetError(
                    "\(file):\(number + 1): '\(line)' is not an event: write at 60: power-cut 30% for 120s; "
                        + "there are power-cut, network-loss, reset, register and deregister")
            }
            events.append(event)
        }
        events.sort { $0.time < $1.time }
    }

    private static func event(_ words: [String]) -> Event? {
        guard words.count >= 4, words[0] == "at", words[1].hasSuffix(":"),
            let time = seconds(String(words[1].dropLast())), let share = try? FleetPlan.share(parsing: words[3])
        else { return nil }
        let action: Action
        switch (words[2], words.count) {
        case ("power-cut", 6), ("network-loss", 6):
            guard words[4] == "for", let length = seconds(words[5]), length > 0 else { return nil }
            action = words[2] == "power-cut" ? .powerCut(seconds: length) : .networkLoss(seconds: length)
        case ("reset", 4): action = .reset
        case ("register", 4): action = .register
        case ("deregister", 4): action = .deregister
        default: return nil
        }
        return Event(time: time, action: action, share: share)
    }

    /// `60`, `60s`, `2min`, `1h`: at most a year.
    private static func seconds(_ text: String) -> Double? {
        for (unit, factor) in [("min", 60.0), ("s", 1), ("h", 3600), ("", 1)] where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number >= 0, number * factor <= 31_536_000 else {
                return nil
            }
            return number * factor
        }
        return nil
    }
}

extension FleetTimeline.Event: CustomStringConvertible {
    /// `at 60: power-cut 30% for 120s`.
    package var description: String {
        func text(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
        let share = text((share * 1000).rounded() / 10) + "%"
        let what =
            switch action {
            case .powerCut(let seconds): "power-cut \(share) for \(text(seconds))s"
            case .networkLoss(let seconds): "network-loss \(share) for \(text(seconds))s"
            case .reset: "reset \(share)"
            case .register: "register \(share)"
            case .deregister: "deregister \(share)"
            }
        return "at \(text(time)): \(what)"
    }
}

extension FleetTimeline.Event {
    /// Performs the action on a device.
    func perform(on device: FleetDevice) {
        switch action {
        case .powerCut(let seconds): device.cut(.power, seconds: seconds)
        case .networkLoss(let seconds): device.cut(.network, seconds: seconds)
        case .reset: device.reset()
        case .register: device.renew()
        case .deregister: device.deregister()
        }
    }
}
