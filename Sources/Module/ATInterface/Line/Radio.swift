import Emulator
import Moments
import Wording

/// The radio and the registration of the module, as far as hosts query them.
///
/// The network is one cell that accepts every module; getting there takes a short time on the module's clock. On LTE,
/// an attached module is registered and vice versa.
struct Radio: Hashable {
    /// An event caused by the passing of time.
    enum Event: Hashable {
        case registered
        /// The signalling connection ended, `+CSCON: 0`.
        case released
    }

    /// `+CFUN`: 1 is full functionality, every other value is without radio.
    var functionality = 0
    var hasSIM = true
    /// `+COPS`: 0 automatic, 1 manual, 2 deregistered.
    var mode = 0
    /// `+COPS=3,<format>`: 0 and 1 name, 2 number.
    var format = 0
    /// `+COPS=1` named a network that is not available.
    var selectsNone = false
    /// What the scripts of a test or a scenario set: the network is out of range.
    var isOutOfReach = false
    var isRoaming = false
    /// What `+CREG`, `+CGREG` and `+CEREG` set, per command.
    var reporting: [String: Int] = [:]
    /// `+CGATT`: whether the host wants to be attached.
    var wantsAttachment = true
    /// The access point of the attach is disabled, and the product uses no other.
    var isBarred = false
    /// Contexts that `+CGACT` switched off.
    var inactive: Set<Int> = []
    /// The contexts that `+UPSD` gave to internal connections, by the number of the connection.
    var connectionContexts: [Int: Int] = [:]
    /// Internal connections that `+UPSDA` closed.
    var closedConnections: Set<Int> = []
    /// Stored values of commands without effect, per command.
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
    /// LTE Cat M1 as numbered in `+COPS` and `+CEREG`.
    static let technology = 7

    /// Whether the radio is on.
    var hasRadio: Bool { functionality == 1 }

    /// Whether the module is looking for the network.
    private var wantsRegistration: Bool {
        hasRadio && mode != 2 && hasSIM && !isOutOfReach && !selectsNone && wantsAttachment && !isBarred
    }

    /// `<stat>` of `+CEREG`: 0 not registered, 1 home, 2 searching, 5 roaming.
    var status: Int {
        if isRegistered { return isRoaming ? 5 : 1 }
        return registersAt == nil && !(isOutOfReach && hasRadio && hasSIM && mode != 2 && wantsAttachment) ? 0 : 2
    }

    var nextDeadline: Double? { earlier(registersAt, releasesAt) }

    /// When the registration in progress completes; nil if there is none.
    var registrationDue: Double? { registersAt }

    /// Updates the registration after a change that affects it.
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

    /// Lets time pass.
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

/// The signal of the cell in the units of the commands. Its strength is the one that Object 4 shows, so that the line
/// and a server read the same signal; its quality is constant.
///
/// - Source: 3GPP TS 27.007 §8.5 for `+CSQ`, §8.69 for `+CESQ`; TS 36.133 §9.1.4 for the numbers of `+UCGED`.
struct CellSignal: Hashable {
    /// dBm, within -1000...1000.
    let strength: Int

    init(_ connectivity: Connectivity) { strength = Int(min(max(connectivity.signalStrength, -1000), 1000)) }

    /// `<signal_power>` of `+CSQ`: steps of 2 dB from -113 dBm, 0...31.
    var power: Int { min(max((strength + ATAssumptions.powerAboveSignal + 113) / 2, 0), 31) }
    /// `<qual>` of `+CSQ`.
    var quality: Int { 3 }
    /// `<rsrp>` of `+CESQ`: steps of 1 dB from -141 dBm, 0...97.
    var referencePower: Int { min(max(strength - ATAssumptions.referenceBelowSignal + 141, 0), 97) }
    /// `<rsrq>` of `+CESQ`: steps of 0.5 dB, 20 for -10 dB.
    var referenceQuality: Int { 20 }
    /// The same strength on the scale of `+UCGED` on SARA-R5, 0...97.
    var strengthIndex: Int { min(max(strength + 140, 0), 97) }
    /// Padded to three digits: `-080`.
    var paddedStrength: String {
        (strength < 0 ? "-" : "") + Digits.padded(strength.magnitude, to: 3)
    }
}

extension ATModule {
    /// The signal of the cell in which the module is registered; nil if it is not registered.
    var signal: CellSignal? { isRegistered ? CellSignal(device.connectivity) : nil }
}
