package import CoAP
package import LwM2M

/// The observations of one server: what it observes, and when it must be told what.
///
/// A value without I/O or clock. The owner says what changed (`touch`), then asks for what is due. Values are read with
/// the rights of the server, at each check and at each send.
///
/// - Source: LwM2M 1.0.1 §5.5; RFC 7641 §4.
package struct Observations {
    /// In the order in which they began.
    package private(set) var all: [Observation] = [] { didSet { isDeadlineKnown = false } }
    private var knownDeadline: Double?
    private var isDeadlineKnown = false
    /// Reads with the rights of the server.
    let read: (Path) throws(LwM2MError) -> Node
    /// The conditions that apply at a path for the server.
    let conditions: (Path) -> NotificationConditions

    /// Observations beyond this number are refused, so that a peer cannot fill the memory.
    static let most = 1000

    package init(
        read: @escaping (Path) throws(LwM2MError) -> Node, conditions: @escaping (Path) -> NotificationConditions
    ) {
        self.read = read
        self.conditions = conditions
    }

    /// Whether an observation with a token can be added, or takes the place of another one.
    func hasRoom(for token: Token) -> Bool { all.count < Self.most || all.contains { $0.token == token } }

    /// Adds an observation whose first content was just sent in an answer; it replaces one with the same token.
    package mutating func add(_ observation: Observation) {
        remove(token: observation.token)
        all.append(observation)
    }

    /// Ends the observation with a token; returns whether there was one.
    @discardableResult
    package mutating func remove(token: Token) -> Bool {
        guard let index = all.firstIndex(where: { $0.token == token }) else { return false }
        all.remove(at: index)
        return true
    }

    /// Ends the observation that a GET with Observe 1 names: the one with its token, otherwise the one of its path.
    /// Returns the token of the observation that ended.
    package mutating func cancel(token: Token, path: Path) -> Token? {
        if remove(token: token) { return token }
        guard let index = all.firstIndex(where: { $0.path == path }) else { return nil }
        return all.remove(at: index).token
    }

    /// Ends all observations without telling the server.
    package mutating func removeAll() { all = [] }

    // MARK: - Changes

    /// Records a change. A script may change anything in its Object, so everything observed there is read again.
    package mutating func touch(_ change: DataModelChange) {
        for index in all.indices where all[index].path.object == change.path.object {
            all[index].isTouched = true
            guard all[index].path.isWithin(change.path) else { continue }
            switch change.kind {
            case .deleted, .removed: all[index].end = LwM2MError(.notFound, "\(all[index].path) is gone")
            case .created, .added: all[index].end = nil
            case .written, .executed: break
            }
        }
    }

    /// Marks everything to be read again, because passing time may have changed a value.
    mutating func touchAll() {
        for index in all.indices { all[index].isTouched = true }
    }

    // MARK: - Time

    /// When something must be checked or sent; nil means never.
    package var nextDeadline: Double? {
        mutating get {
            if isDeadlineKnown { return knownDeadline }
            knownDeadline = all.reduce(nil) { earliest, observation in
                guard let deadline = deadline(of: observation) else { return earliest }
                return min(earliest ?? deadline, deadline)
            }
            isDeadlineKnown = true
            return knownDeadline
        }
    }

    /// Has the deadline recalculated, because conditions may have changed.
    mutating func conditionsChanged() { isDeadlineKnown = false }

    private func deadline(of observation: Observation) -> Double? {
        if observation.isTouched || observation.end != nil { return -.infinity }
        guard observation.hindrance == nil else { return nil }
        return observation.rule.nextDeadline(under: conditions(observation.path))
    }

    /// Whether something must be sent now.
    mutating func isSomethingDue(at time: Double) -> Bool {
        guard let deadline = nextDeadline, deadline <= time else { return false }
        for index in all.indices {
            readIfTouched(index)
            if content(of: index, at: time) != nil { return true }
        }
        return false
    }

    /// What must be sent now.
    ///
    /// A notification that is due but whose content may not be read is held back; `explanation` says so.
    package mutating func due(at time: Double) -> [Notification] {
        guard let deadline = nextDeadline, deadline <= time else { return [] }
        var notifications: [Notification] = []
        var ended: [Token] = []
        for index in all.indices {
            readIfTouched(index)
            guard let content = content(of: index, at: time) else { continue }
            let observation = all[index]
            var isConfirmable = observation.isConfirmationDue(at: time)
            switch content {
            case .node(let node): all[index].rule.send(node, at: time)
            case .end:
                ended.append(observation.token)
                isConfirmable = true
            }
            if isConfirmable { all[index].confirmedAt = time }
            notifications.append(
                Notification(
                    path: observation.path, token: observation.token, format: observation.format, content: content,
                    isConfirmable: isConfirmable))
        }
        for token in ended { remove(token: token) }
        return notifications
    }

    /// Reads what may have changed.
    private mutating func readIfTouched(_ index: Int) {
        guard all[index].isTouched else { return }
        all[index].isTouched = false
        all[index].hindrance = nil
        do throws(LwM2MError) {
            let node = try read(all[index].path)
            all[index].rule.store(node, under: conditions(all[index].path))
            all[index].end = nil
        } catch {
            // Without the right to read it, the server gets neither the value nor an error (LwM2M 1.0.1 §7.3.2.5).
            if error.code != .unauthorized { all[index].end = error }
        }
    }

    /// The content to send now; nil if nothing is due or may be sent.
    private mutating func content(of index: Int, at time: Double) -> Notification.Content? {
        let observation = all[index]
        if let end = observation.end { return .end(end) }
        guard case .send = observation.rule.decision(at: time, under: conditions(observation.path)) else { return nil }
        do throws(LwM2MError) {
            let node = try read(observation.path)
            try Representation.check(node, as: observation.format)
            return .node(node)
        } catch {
            switch error.code {
            case .unauthorized:
                // Sends neither the value nor an error (LwM2M 1.0.1 §7.3.2.5); a later change is checked again.
                all[index].hindrance = error.message
                return nil
            default: return .end(error)
            }
        }
    }

    // MARK: - Words

    /// Why each observation at, above or below a path was or was not notified, in readable form.
    package func explanations(of path: Path, at time: Double) -> [String] {
        all.filter { $0.path.isWithin(path) || path.isWithin($0.path) }.map { observation in
            let words =
                observation.hindrance.map { "due, but kept back: \($0)" }
                ?? observation.rule.explanation(at: time, under: conditions(observation.path))
            return "\(observation.path) as \(observation.format): \(words)"
        }
    }
}
