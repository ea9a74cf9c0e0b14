/// What the module says of its LwM2M client as a whole, `+ULWM2MSTAT` with the events 4 and 5.
///
/// - Source: UBX-18068860 R09 §4.1, §5.3.2.
public enum ClientEvent: Hashable, Sendable, CaseIterable {
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
    public var event: Int {
        switch self {
        case .ready, .exited, .stopped: 4
        case .startBegan, .startFinished, .startRefused: 5
        }
    }

    /// The state that the event reports.
    public var state: Int {
        switch self {
        case .ready: 0
        case .exited: 6
        case .stopped: 7
        case .startBegan: 1
        case .startFinished: 2
        case .startRefused: 3
        }
    }

    /// Whether this product has it at all; `+ULWM2MSTAT` may still be off.
    public func isReported(by product: Product) -> Bool {
        guard product.status.events.contains(event) else { return false }
        return self != .exited || product.group.reportsClientExit
    }

    /// The line of the URC; SARA-R410M and SARA-R412M put a space into event 4.
    public func line(of product: Product) -> String {
        "+ULWM2MSTAT: \(event),\(event == 4 && product.group.isR41 ? " " : "")\(state)"
    }
}
