package import LwM2M
import Moments

/// The registration of the client with one server: what to send, and when.
///
/// A value without I/O or clock. `next` returns the message that is due; its outcome is reported with `answered` or
/// `unanswered`. Only one message is under way at a time. Times are seconds on the clock of the device.
///
/// - Source: LwM2M 1.0.1 §5.3.
package struct Registration: Hashable, Sendable {
    /// What must be sent.
    package enum Message: Hashable, Sendable {
        case register(RegistrationContent)
        /// What the server must know, what it knows, and where the registration is.
        case update(RegistrationContent, from: RegistrationContent, at: [String])
        case deregister(at: [String])
    }

    package private(set) var state = ServerState.deregistered
    /// What the server must know; `change` sets it.
    package private(set) var content: RegistrationContent
    var retry: RetryPolicy
    package var renewal: RenewalPoint
    /// When the server acknowledged the last Register or Update; nil while there is no registration.
    private(set) var acknowledgedAt: Double?
    /// When the server acknowledged the last Register; nil before the first.
    private(set) var registeredAt: Double?
    /// Whether the server refused the client, or a whole series of attempts got no answer.
    package private(set) var hasGivenUp = false

    /// What the server knows; nil if it must be told everything.
    private var told: RegistrationContent?
    /// Where the registration is; nil if it is not known, so that only a Register renews it.
    private var location: [String]?
    private var underWay: Message?
    /// When the next message is due; nil means never.
    private var due: Double?
    private var failures = 0
    /// How many registrations in a row were lost soon after they were made.
    private var losses = 0
    /// What to do once the message under way has its outcome.
    private var order = Order.none

    private enum Order: Hashable, Sendable {
        case none
        case refresh
        case deregister
        /// De-register, then Register at that time.
        case disable(until: Double)
    }

    package init(_ content: RegistrationContent, retry: RetryPolicy = RetryPolicy(), renewal: RenewalPoint = .nearEnd) {
        self.content = content
        self.retry = retry
        self.renewal = renewal
    }

    // MARK: - Orders

    /// Registers as soon as possible, with the count of attempts reset.
    package mutating func start(at time: Double) {
        failures = 0
        hasGivenUp = false
        register(at: time)
    }

    /// Takes over a registration of an earlier run, of which only the time is known: a Register renews it when renewal
    /// is due, when something changes, and before it is ended, for the server's answer tells where it is.
    ///
    /// - Parameter acknowledged: when it was acknowledged; may lie before the start of the clock.
    package mutating func resume(since acknowledged: Double) {
        state = .registered
        acknowledgedAt = acknowledged
        due = renewal.delay(lifetime: content.lifetime).map { acknowledged + $0 }
    }

    /// Sets what the server must know from now on; an Update tells it.
    package mutating func change(to content: RegistrationContent, at time: Double) {
        let known = told ?? self.content
        self.content = content
        guard underWay == nil, state.isRegistered, acknowledgedAt != nil, known != content else { return }
        state = .updateNeeded
        due = time
    }

    /// Sends an Update even if nothing has changed, or a Register if there is no registration.
    package mutating func refresh(at time: Double) {
        guard underWay == nil else {
            if order == .none { order = .refresh }
            return
        }
        guard state.isRegistered else { return start(at: time) }
        due = time
    }

    /// Registers again from scratch, as after a change of the connection. A message under way is given up.
    package mutating func renew(at time: Double) {
        underWay = nil
        switch order {
        case .none, .refresh: register(at: time)
        case .deregister: end()
        case .disable(let until): rest(until: until)
        }
    }

    /// Registers again, because the registration or the connection was lost: at once, but after increasing delays if
    /// the registration does not last.
    package mutating func lose(at time: Double) {
        // Another order is not delayed.
        guard underWay == nil, order == .none else { return renew(at: time) }
        let pause = losses == 0 ? 0 : retry.wait(after: min(losses, max(1, retry.attempts - 1)))
        let hasLasted = registeredAt.map { time - $0 > max(pause, retry.delay) } ?? true
        losses = hasLasted ? 1 : losses + 1
        register(at: hasLasted ? time : time + pause)
    }

    /// Ends the registration; the server is told if it has one.
    package mutating func deregister(at time: Double) { leave(.deregister, at: time) }

    /// Ends the registration and makes a new one later.
    ///
    /// - Source: LwM2M 1.0.1 appendix E.2, Resources 4 and 5.
    package mutating func disable(until: Double, at time: Double) { leave(.disable(until: until), at: time) }

    /// Forgets the registration and any intention to have one, without telling the server.
    package mutating func end() {
        state = .deregistered
        underWay = nil
        order = .none
        due = nil
        forget()
    }

    // MARK: - Messages

    /// When `next` has a message; nil means never.
    package var nextDeadline: Double? { underWay == nil ? due : nil }

    /// Whether a message awaits its outcome.
    var isUnderWay: Bool { underWay != nil }

    /// The message to be sent now; nil if none is due.
    package mutating func next(at time: Double) -> Message? {
        guard underWay == nil, let due, due <= time else { return nil }
        self.due = nil
        let message: Message
        if state == .deregistrationNeeded, let location {
            state = .deregistrationPending
            message = .deregister(at: location)
        } else if let told, let location, !isOver(at: time) {
            state = .updatePending
            message = .update(content, from: told, at: location)
        } else {
            state = .registrationPending
            forget()
            message = .register(content)
        }
        underWay = message
        return message
    }

    /// Handles the answer to the message under way.
    ///
    /// - Parameter location: the Location-Path options of the answer to a Register.
    package mutating func answered(_ code: ResponseCode, location: [String] = [], at time: Double) {
        guard let message = underWay else { return }
        underWay = nil
        switch message {
        case .register(let content) where code == .created || code == .changed:
            self.location = location.isEmpty ? nil : location
            registeredAt = time
            acknowledge(content, at: time)
        case .update(let content, _, _) where code.isSuccess: acknowledge(content, at: time)
        case .deregister: deregistered(at: time)
        case .register:
            // 4.xx will not change on its own soon; 5.xx may.
            fail(isFinal: code.rawValue >> 5 == 4, at: time)
        case .update:
            state = .fullUpdateNeeded
            follow(or: { $0.lose(at: time) }, at: time)
        }
    }

    /// Handles the lack of an answer to the message under way.
    package mutating func unanswered(at time: Double) {
        guard let message = underWay else { return }
        underWay = nil
        switch message {
        case .register: fail(isFinal: false, at: time)
        case .update:
            state = .fullUpdateNeeded
            follow(or: { $0.lose(at: time) }, at: time)
        case .deregister: deregistered(at: time)
        }
    }

    // MARK: - Time

    /// Whether the server holds a registration that the client intends to keep.
    var isHeld: Bool {
        guard acknowledgedAt != nil else { return false }
        switch (state, order) {
        case (.deregistrationNeeded, _), (.deregistrationPending, _), (_, .deregister), (_, .disable): return false
        default: return true
        }
    }

    /// Seconds until the registration is renewed; nil if the client is not registered.
    package func secondsLeft(at time: Double) -> Int? {
        guard state.isRegistered, let acknowledgedAt else { return nil }
        let delay = renewal.delay(lifetime: told?.lifetime ?? content.lifetime) ?? Double(Int32.max)
        return max(0, Int(saturating: (acknowledgedAt + delay - time).rounded(.down)))
    }

    /// Whether the lifetime has passed, so that the server has forgotten the registration.
    private func isOver(at time: Double) -> Bool {
        guard let acknowledgedAt, let told, told.lifetime > 0 else { return acknowledgedAt == nil }
        return time - acknowledgedAt >= Double(told.lifetime)
    }

    // MARK: - Steps

    private mutating func register(at time: Double) {
        order = underWay == nil ? .none : .refresh
        guard underWay == nil else { return }
        forget()
        if state.isRegistered { state = .fullUpdateNeeded }
        due = time
    }

    private mutating func leave(_ order: Order, at time: Double) {
        self.order = order
        guard underWay == nil else { return }
        if location != nil, state.isRegistered {
            state = .deregistrationNeeded
            due = time
        } else if isResumed {
            due = time
        } else {
            left()
        }
    }

    /// Whether the registration is of an earlier run, so that nobody here knows where it is.
    private var isResumed: Bool { state.isRegistered && acknowledgedAt != nil && told == nil }

    /// Handles the end of a De-register, during which another command may have asked for a registration.
    private mutating func deregistered(at time: Double) {
        guard order == .refresh else { return left() }
        order = .none
        start(at: time)
    }

    private mutating func left() {
        if case .disable(let until) = order { rest(until: until) } else { end() }
    }

    /// Waits until the server is enabled again.
    private mutating func rest(until: Double) {
        end()
        failures = 0
        hasGivenUp = false
        due = until
    }

    private mutating func acknowledge(_ content: RegistrationContent, at time: Double) {
        state = .registered
        told = content
        acknowledgedAt = time
        failures = 0
        hasGivenUp = false
        due = renewal.delay(lifetime: content.lifetime).map { time + $0 }
        follow(or: { if $0.content != content { $0.change(to: $0.content, at: time) } }, at: time)
    }

    private mutating func fail(isFinal: Bool, at time: Double) {
        state = .registrationFailed
        failures = isFinal ? retry.attempts : failures + 1
        hasGivenUp = failures >= retry.attempts
        due = time + retry.wait(after: failures)
        if hasGivenUp { failures = 0 }
        follow(or: { _ in }, at: time)
    }

    /// Does what was ordered while a message was under way, otherwise runs the body.
    private mutating func follow(or body: (inout Registration) -> Void, at time: Double) {
        let order = self.order
        self.order = .none
        switch order {
        case .none: body(&self)
        case .refresh: refresh(at: time)
        case .deregister, .disable: leave(order, at: time)
        }
    }

    private mutating func forget() {
        told = nil
        location = nil
        acknowledgedAt = nil
    }
}

/// When a registration is renewed, well before its lifetime ends.
///
/// For the operators' servers, UBX-18068860 R09 §3.3 says "a little more than life-time / 2". For other servers, §4.3
/// and §5.1.5 show the time left until the next registration: 86,305 s of a lifetime of 86,400 s, 204 s of 300 s, 90 s
/// of 180 s. That is 90 s before the end, but not before half of the lifetime.
package enum RenewalPoint: Hashable, Sendable {
    case half
    case nearEnd

    /// Seconds from a registration to its renewal; nil for a lifetime that never ends.
    ///
    /// - Parameter lifetime: in seconds; 0 or less never ends.
    package func delay(lifetime: Int64) -> Double? {
        guard lifetime > 0 else { return nil }
        let lifetime = Double(lifetime)
        let half = lifetime / 2 + min(Self.most, lifetime / 20)
        return self == .half ? half : max(half, lifetime - Self.margin)
    }

    /// The "little more" than half of the lifetime: at most this many seconds.
    private static let most = 5.0
    /// The seconds left of the lifetime: how long a message has to get through (MAX_TRANSMIT_WAIT, rounded by the
    /// module).
    private static let margin = 90.0
}
