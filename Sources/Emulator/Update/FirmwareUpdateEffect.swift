/// What whoever runs an update of the firmware has to do, in the order in which it comes.
public enum FirmwareUpdateEffect: Hashable, Sendable {
    /// Say it on the line, where the host wants to hear of it.
    case report(UpdateEvent)
    /// Write State 2, downloaded.
    case keepPackage
    /// Write Update Result; the script of the Object moves its State.
    case end(result: Int)
    /// The next boot installs the package, whoever orders it.
    case order
    /// Reset the module.
    case reset
}
