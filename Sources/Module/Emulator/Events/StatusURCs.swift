import LwM2M
package import LwM2MClient
package import Products

// The URCs `+ULWM2MSTAT` and `+UFOTASTAT`: the number of each event, and its line on each product. The numbers of the
// server states are those of `StatusNumbering`.

// MARK: - The client as a whole

/// What the module reports about its LwM2M client as a whole, `+ULWM2MSTAT` with the events 4 and 5.
///
/// - Source: UBX-18068860 R09 §4.1, §5.3.2.
package enum ClientEvent: Hashable, Sendable, CaseIterable {
    /// Process up and ready, `4,0`.
    case ready
    /// Client exit, `4,6`: an Object could not be loaded.
    case exited
    /// The process has shut down, `4,7`.
    case stopped
    /// Initialization started, `5,1`.
    case startBegan
    /// Initialization finished, `5,2`.
    case startFinished
    /// Initialization stopped due to production mode, `5,3`.
    case startRefused

    /// The number of the event.
    package var event: Int {
        switch self {
        case .ready, .exited, .stopped: 4
        case .startBegan, .startFinished, .startRefused: 5
        }
    }

    /// The state that the event reports.
    package var state: Int {
        switch self {
        case .ready: 0
        case .exited: 6
        case .stopped: 7
        case .startBegan: 1
        case .startFinished: 2
        case .startRefused: 3
        }
    }

    /// Whether this product has the event at all; `+ULWM2MSTAT` may still be off.
    package func isReported(by product: Product) -> Bool {
        guard product.status.events.contains(event) else { return false }
        return self != .exited || product.group.reportsClientExit
    }

    /// The line of the URC; SARA-R410M and SARA-R412M include a space in event 4.
    package func line(of product: Product) -> String {
        "+ULWM2MSTAT: \(event),\(event == 4 && product.group.isR41 ? " " : "")\(state)"
    }
}

// MARK: - Servers

/// What happens with a server, as `+ULWM2MSTAT` reports it.
///
/// - Source: UBX-18068860 R09 §4.1.2, §4.3.2; UBX-17003787 R16, page 317.
extension ServerEvent {
    /// The number of the event in `+ULWM2MSTAT`; nil if it does not report the event.
    ///
    /// The URCs show only those states in which something ended, and the bootstrap steps that the note lists;
    /// `+ULWM2MREG?` shows the others too.
    package var event: Int? {
        switch self {
        case .state(_, let state):
            switch state {
            case .registered, .registrationFailed, .deregistered: 1
            case .bootstrapInitiated, .bootstrapPending, .bootstrapFinished, .bootstrapFailed: 0
            default: nil
            }
        case .timeLeft: 2
        case .notification: 3
        case .connection: 6
        case .acknowledged, .forgotten, .bootstrapped, .log: nil
        }
    }

    /// The line of the URC; nil if the product does not report it.
    package func line(of product: Product) -> String? {
        guard let event, product.status.events.contains(event) else { return nil }
        switch self {
        case .state(let server, let state):
            return product.status.numbering.number(of: state).map { "+ULWM2MSTAT: \(event),\(server),\($0)" }
        case .timeLeft(let server, let seconds): return "+ULWM2MSTAT: \(event),\(server),\(seconds)"
        case .notification(let server, let path):
            return "+ULWM2MSTAT: \(event),\(server),\"\(path)\(product.group.isR5 ? "/" : "")\""
        case .connection(let server, let change):
            // A product without the states suspended and resumed reports closed and created.
            let isKnown = product.status.connectionStates.contains(change.state)
            let state = isKnown ? change.state : change.state == 1 ? 3 : 0
            return "+ULWM2MSTAT: \(event),\(server),\(state),\(change.words)"
        case .acknowledged, .forgotten, .bootstrapped, .log: return nil
        }
    }
}

extension ConnectionChange {
    /// The number of the state in event 6.
    fileprivate var state: Int {
        switch self {
        case .created: 0
        case .suspended: 1
        case .resumed: 2
        case .closed: 3
        }
    }

    /// What follows the state: the URI in quotes, or the bytes sent and received.
    fileprivate var words: String {
        switch self {
        case .created(let uri), .resumed(let uri): "\"\(uri)\""
        case .suspended(let sent, let received), .closed(let sent, let received): "\(sent),\(received)"
        }
    }
}

// MARK: - Firmware updates

/// What the module reports about a firmware update.
///
/// - Source: UBX-20033314 R03, chapter 3, for `+UFOTASTAT`; UBX-17003787 R13 §14.9 for the old form of `+ULWM2MSTAT`.
package enum UpdateEvent: Hashable, Sendable {
    /// The update client is available.
    case started
    case triggered
    /// The share of the package received so far, in percent.
    case progress(Int)
    /// The network was lost; the share as for `progress`.
    case paused(Int)
    /// The whole package has been received.
    case downloaded
    /// The download failed or was cancelled.
    case failed
    /// The module boots, and installs the package. Nothing is reported on the line.
    case installing

    /// The line of the URC; nil if the product has none for it.
    package func line(of product: Product) -> String? {
        switch product.commands.updates {
        case .oldStatus: oldNumbers.map { "+ULWM2MSTAT: \($0.0),\($0.1)" }
        case .spaced: numbers.map { "+UFOTASTAT: \($0[0]), \($0[1]), \($0[2])" }
        case .plain: numbers.map { "+UFOTASTAT: \($0[0]),\($0[1]),\($0[2])" }
        }
    }

    /// `<event>,<p1>,<p2>`.
    private var numbers: [Int]? {
        switch self {
        case .started: [3, 1, 0]
        case .triggered: [1, 0, 0]
        case .progress(let percent): [0, 1, percent]
        case .paused(let percent): [0, 2, percent]
        case .downloaded: [2, 2, 100]
        case .failed: [2, 3, 100]
        case .installing: nil
        }
    }

    /// `<stat>,<percent>`.
    private var oldNumbers: (Int, Int)? {
        switch self {
        case .triggered: (0, 0)
        case .progress(let percent): (1, percent)
        case .downloaded: (2, 100)
        case .failed: (3, UpdateAssumptions.percentageOfFailure)
        case .started, .paused, .installing: nil
        }
    }
}
