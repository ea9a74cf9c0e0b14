public import Modem

/// What the module says of an update of its firmware.
///
/// - Source: UBX-20033314 R03, chapter 3, for `+UFOTASTAT`; UBX-17003787 R13 §14.9 for the old form of `+ULWM2MSTAT`.
public enum UpdateEvent: Hashable, Sendable {
    /// The client for updates is there.
    case started
    case triggered
    /// The share of the package that is there, in percent.
    case progress(Int)
    /// The network is gone; the share as for `progress`.
    case paused(Int)
    /// All of the package is there.
    case downloaded
    /// The download failed or was cancelled.
    case failed
    /// The module boots, and installs the package. Nothing is said on the line.
    case installing

    /// The line of the URC; nil where the product has none for it.
    public func line(of product: Product) -> String? {
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
