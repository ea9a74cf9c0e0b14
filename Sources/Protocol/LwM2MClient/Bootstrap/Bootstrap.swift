package import LwM2M

/// A bootstrap, from the wait for the server to its end.
///
/// A value without I/O or clock, like `Registration`. Times are seconds on the clock of the device.
///
/// - Source: LwM2M 1.0.1 §5.2.
package struct Bootstrap: Hashable, Sendable {
    /// What must be done.
    package enum Step: Hashable, Sendable {
        /// POST to `/bs` with the Endpoint Client Name.
        case request
        /// The bootstrap went wrong: restore the account of the bootstrap server, then call `putBack`.
        case fail(String)
    }

    /// nil before the first bootstrap.
    package private(set) var state: ServerState?
    /// When something is due; nil means never.
    package private(set) var nextDeadline: Double?
    /// Whether the server began it.
    private(set) var isByServer = false
    private var isRequestUnderWay = false

    /// A bootstrap fails if the next command from the server does not arrive within this time, in seconds.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.2; RFC 7252 §4.8.2, EXCHANGE_LIFETIME.
    package static let patience = 247.0

    package init() {}

    /// Whether a bootstrap is running, including the wait for the server.
    package var isRunning: Bool {
        switch state {
        case .bootstrapHoldOff, .bootstrapInitiated, .bootstrapPending, .bootstrapFinishing, .bootstrapFailing: true
        default: false
        }
    }

    /// Whether the client may act on requests from the bootstrap server.
    package var takesCommands: Bool { isRunning && state != .bootstrapFailing }

    /// Begins: waits for the server for as long as its account says, then sends the request.
    ///
    /// - Parameter holdOff: in seconds; 0 sends the request at once.
    /// - Source: LwM2M 1.0.1 §5.2.4, appendix E.1, Resource 11.
    package mutating func begin(holdOff: Double, at time: Double) {
        isRequestUnderWay = false
        isByServer = false
        state = .bootstrapHoldOff
        nextDeadline = time + holdOff
    }

    /// Begins with a command that the server sent unrequested.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.4, server-initiated bootstrap.
    mutating func beginByServer(at time: Double) {
        isRequestUnderWay = false
        isByServer = true
        state = .bootstrapPending
        nextDeadline = time + Self.patience
    }

    /// What is due now; nil if nothing is.
    package mutating func next(at time: Double) -> Step? {
        guard let deadline = nextDeadline, deadline <= time else { return nil }
        nextDeadline = nil
        if state == .bootstrapHoldOff {
            state = .bootstrapInitiated
            isRequestUnderWay = true
            return .request
        }
        return fail("the server sent nothing for \(Int(Self.patience)) s and no Finish")
    }

    /// Handles the answer to the Bootstrap-Request.
    package mutating func answered(_ code: ResponseCode, at time: Double) -> Step? {
        guard isRequestUnderWay else { return nil }
        isRequestUnderWay = false
        guard takesCommands else { return nil }
        guard code.isSuccess else { return fail("the server answered \(code) to the Bootstrap-Request") }
        receivedCommand(at: time)
        return nil
    }

    /// Handles an unanswered Bootstrap-Request, or the loss of the connection.
    package mutating func unanswered(_ why: String = "the server does not answer") -> Step? {
        guard takesCommands else { return nil }
        return fail(why)
    }

    /// Handles a command from the server; during the wait, it begins a server-initiated bootstrap.
    package mutating func receivedCommand(at time: Double) {
        guard takesCommands else { return }
        if state == .bootstrapHoldOff { isByServer = true }
        state = .bootstrapPending
        nextDeadline = time + Self.patience
    }

    /// Handles a Finish.
    ///
    /// - Parameter isConsistent: whether the accounts can be used; if not, the server may repair them and send Finish
    ///   again.
    package mutating func finish(isConsistent: Bool, at time: Double) {
        guard takesCommands else { return }
        receivedCommand(at: time)
        guard isConsistent else { return }
        isRequestUnderWay = false
        state = .bootstrapFinishing
        nextDeadline = nil
    }

    /// Handles the end of a bootstrap: the answer to Finish has been sent.
    package mutating func finished() {
        if state == .bootstrapFinishing { state = .bootstrapFinished }
    }

    /// Handles the end of a failed bootstrap: the earlier account has been restored.
    package mutating func putBack() {
        if state == .bootstrapFailing { state = .bootstrapFailed }
    }

    private mutating func fail(_ why: String) -> Step {
        isRequestUnderWay = false
        state = .bootstrapFailing
        nextDeadline = nil
        return .fail(why)
    }
}

/// The account of the bootstrap server as it was before a bootstrap, to be restored if that fails.
///
/// - Source: LwM2M 1.0.1 §5.2.2.
struct BootstrapAccountCopy {
    private let instance: ObjectInstance?
    /// Other bootstrap server accounts that existed before this bootstrap.
    private let others: Set<ObjectInstanceID>

    init(of account: ServerAccount, in model: any DataModel) {
        others = Set(
            AccountInstance.all(of: .security, in: model).filter {
                $0.boolean(SecurityResource.isBootstrapServer) == true
            }.map(\.id)
        ).subtracting([account.securityInstance])
        guard
            case .instance(let instance)? = try? model.read(Path(.security, account.securityInstance), from: .bootstrap)
        else {
            instance = nil
            return
        }
        self.instance = instance
    }

    /// Restores this account, so that it and those that existed before are again the only bootstrap server accounts.
    ///
    /// - Returns: whether anything had changed.
    ///
    /// - throws: why an instance could not be created or removed.
    func putBack(in model: any DataModel) throws(LwM2MError) -> Bool {
        guard let instance else { return false }
        let path = Path(.security, instance.id)
        if case .instance(let current)? = try? model.read(path, from: .bootstrap), current.holdsSame(as: instance),
            !AccountInstance.all(of: .security, in: model).contains(where: { isNew($0) && $0.id != instance.id })
        {
            return false
        }
        for other in AccountInstance.all(of: .security, in: model) where isNew(other) || other.id == instance.id {
            try model.delete(Path(.security, other.id), from: .host)
        }
        _ = try model.create(path, with: instance.resources, from: .bootstrap)
        return true
    }

    /// Whether a bootstrap server account was added by this bootstrap.
    private func isNew(_ account: AccountInstance) -> Bool {
        account.boolean(SecurityResource.isBootstrapServer) == true && !others.contains(account.id)
    }
}

extension ObjectInstance {
    /// Whether both hold the same values, whatever their order.
    fileprivate func holdsSame(as other: ObjectInstance) -> Bool { Set(resources) == Set(other.resources) }
}
