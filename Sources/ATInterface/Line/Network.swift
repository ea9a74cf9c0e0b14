/// The radio and the registration of the module, as far as hosts ask for them.
///
/// The network is one cell that takes every module in; what it costs to get there is a moment of the module's clock.
struct Network: Hashable {
    /// `+CFUN`: 1 is full, everything else is without radio.
    var functionality = 0
    var hasSIM = true
    /// `+COPS`: 0 automatic, 1 manual, 2 deregistered.
    var mode = 0
    /// `+COPS=3,<format>`: 0 and 1 name, 2 number.
    var format = 0
    /// What the scripts of a test or of a scenario set: the network is out of reach.
    var isOutOfReach = false
    var isRoaming = false
    /// What `+CREG`, `+CGREG` and `+CEREG` set, by command.
    var reporting: [String: Int] = [:]
    /// `+CGATT`.
    var isAttached = true
    /// Contexts that `+CGACT` switched off.
    var inactive: Set<Int> = []
    /// Values of commands that are kept and have no effect, by command.
    var kept: [String: String] = [:]
    private(set) var isRegistered = false
    private var registersAt: Double?

    static let name = "xlwm2m"
    /// A test network (ITU-T E.212).
    static let number = "00101"
    static let area = "0001"
    static let cell = "01a2d001"
    /// LTE Cat M1 as `+COPS` and `+CEREG` number it.
    static let technology = 7

    /// Whether the module looks for the network.
    private var wantsRegistration: Bool { functionality == 1 && mode != 2 && hasSIM && !isOutOfReach }

    /// `<stat>` of `+CEREG`: 0 not registered, 1 home, 2 searching, 5 roaming.
    var status: Int {
        if isRegistered { return isRoaming ? 5 : 1 }
        return registersAt == nil && !(isOutOfReach && functionality == 1 && mode != 2) ? 0 : 2
    }

    var nextDeadline: Double? { registersAt }

    /// Something that decides about the registration changed.
    ///
    /// - Returns: whether the registration ended at once.
    @discardableResult
    mutating func update(at time: Double) -> Bool {
        guard wantsRegistration else {
            registersAt = nil
            defer { isRegistered = false }
            return isRegistered
        }
        if !isRegistered, registersAt == nil { registersAt = time + ATAssumptions.registrationTime }
        return false
    }

    /// Lets the time pass.
    ///
    /// - Returns: whether the module is registered now and was not before.
    mutating func advance(to time: Double) -> Bool {
        guard let due = registersAt, due <= time else { return false }
        registersAt = nil
        isRegistered = true
        return true
    }

    mutating func switchOff() { self = Network() }
}
