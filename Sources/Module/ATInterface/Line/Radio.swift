/// The radio and the registration of the module, as far as hosts ask for them.
///
/// The network is one cell that takes every module in; what it costs to get there is a moment of the module's clock. On
/// LTE a module that is attached is registered and the other way round.
struct Radio: Hashable {
    /// What time brought.
    enum Event: Hashable {
        case registered
        /// The signalling connection ended, `+CSCON: 0`.
        case released
    }

    /// `+CFUN`: 1 is full, everything else is without radio.
    var functionality = 0
    var hasSIM = true
    /// `+COPS`: 0 automatic, 1 manual, 2 deregistered.
    var mode = 0
    /// `+COPS=3,<format>`: 0 and 1 name, 2 number.
    var format = 0
    /// `+COPS=1` named a network that is not there.
    var selectsNone = false
    /// What the scripts of a test or of a scenario set: the network is out of reach.
    var isOutOfReach = false
    var isRoaming = false
    /// What `+CREG`, `+CGREG` and `+CEREG` set, by command.
    var reporting: [String: Int] = [:]
    /// `+CGATT`: whether the host wants to be attached.
    var wantsAttachment = true
    /// The access point of the attach is disabled, and the product takes no other.
    var isBarred = false
    /// Contexts that `+CGACT` switched off.
    var inactive: Set<Int> = []
    /// Values of commands that are kept and have no effect, by command.
    var kept: [String: String] = [:]
    private(set) var isRegistered = false
    /// Whether there is a signalling connection, `+CSCON`.
    var isSignalling: Bool { releasesAt != nil }
    private var registersAt: Double?
    private var releasesAt: Double?

    static let name = "xlwm2m"
    /// A test network (ITU-T E.212).
    static let number = "00101"
    static let area = "0001"
    static let cell = "01a2d001"
    /// LTE Cat M1 as `+COPS` and `+CEREG` number it.
    static let technology = 7

    /// Whether the radio is on.
    var hasRadio: Bool { functionality == 1 }

    /// Whether the module looks for the network.
    private var wantsRegistration: Bool {
        hasRadio && mode != 2 && hasSIM && !isOutOfReach && !selectsNone && wantsAttachment && !isBarred
    }

    /// `<stat>` of `+CEREG`: 0 not registered, 1 home, 2 searching, 5 roaming.
    var status: Int {
        if isRegistered { return isRoaming ? 5 : 1 }
        return registersAt == nil && !(isOutOfReach && hasRadio && mode != 2 && wantsAttachment) ? 0 : 2
    }

    var nextDeadline: Double? { [registersAt, releasesAt].compactMap { $0 }.min() }

    /// When the registration that is under way is there; nil for none.
    var registrationDue: Double? { registersAt }

    /// Something that decides about the registration changed.
    ///
    /// - Returns: whether the registration ended at once.
    @discardableResult
    mutating func update(at time: Double) -> Bool {
        guard wantsRegistration else {
            (registersAt, releasesAt) = (nil, nil)
            defer { isRegistered = false }
            return isRegistered
        }
        if !isRegistered, registersAt == nil { registersAt = time + ATAssumptions.registrationTime }
        return false
    }

    /// Lets the time pass.
    mutating func advance(to time: Double) -> [Event] {
        var events: [Event] = []
        if let due = registersAt, due <= time {
            registersAt = nil
            isRegistered = true
            releasesAt = due + ATAssumptions.signallingTime
            events.append(.registered)
        }
        if let due = releasesAt, due <= time {
            releasesAt = nil
            events.append(.released)
        }
        return events
    }

    mutating func switchOff() { self = Radio() }
}
