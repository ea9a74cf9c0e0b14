import Wording

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
            do throws(FleetError) { events.append(try Self.event(words)) } catch {
                throw FleetError("\(file):\(number + 1): '\(line)': \(error)")
            }
        }
        events.sort { $0.time < $1.time }
    }

    private static let names = ["power-cut", "network-loss", "reset", "register", "deregister"]

    private static func event(_ words: [String]) throws(FleetError) -> Event {
        guard words.count >= 4, words[0] == "at", words[1].hasSuffix(":") else {
            throw FleetError("write at TIME: EVENT SHARE, as at 60: power-cut 30% for 120s")
        }
        let time = try seconds(words[1].dropLast())
        let share = try FleetPlan.share(parsing: words[3])
        let action: Action
        switch words[2] {
        case "power-cut": action = .powerCut(seconds: try length(words))
        case "network-loss": action = .networkLoss(seconds: try length(words))
        case "reset": action = .reset
        case "register": action = .register
        case "deregister": action = .deregister
        default:
            throw FleetError(
                "there is no event \(words[2])\(Spelling.suggestion(for: words[2], among: names)); there are "
                    + names.joined(separator: ", "))
        }
        let count = action.hasLength ? 6 : 4
        guard words.count == count else { throw FleetError("unexpected '\(words[count])'") }
        return Event(time: time, action: action, share: share)
    }

    /// How long an event lasts, after its share: `for 120s`.
    private static func length(_ words: [String]) throws(FleetError) -> Double {
        guard words.count >= 6, words[4] == "for" else {
            throw FleetError("\(words[2]) says how long: \(words[2]) \(words[3]) for 120s")
        }
        let length = try seconds(words[5][...])
        guard length > 0 else { throw FleetError("\(words[2]) lasts for more than 0 s") }
        return length
    }

    /// `60`, `60s`, `2min`, `1h`: at most a year.
    private static func seconds(_ text: Substring) throws(FleetError) -> Double {
        for (unit, factor) in [("min", 60.0), ("s", 1), ("h", 3600), ("", 1)] where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number >= 0, number * factor <= 31_536_000 {
                return number * factor
            }
            break
        }
        throw FleetError("'\(text)' is not a time of at most a year: write 60, 60s, 2min or 1h")
    }
}

extension FleetTimeline.Action {
    /// Whether an event names how long it lasts.
    fileprivate var hasLength: Bool {
        switch self {
        case .powerCut, .networkLoss: true
        case .reset, .register, .deregister: false
        }
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
