/// When a module saves what its client changed.
///
/// A change that is not saved yet is lost when power fails; a shutdown or reset by command saves it.
///
/// - Source: UBX-18068860 R09 §4.5; where the note says "in general not immediately", the 40 s after which its own
///   examples reset SARA-R4 and SARA-R422 are taken as the time within which they save by themselves.
public struct CommitPolicy: Hashable, Sendable {
    /// Seconds from the first change that is not saved until all is saved by itself; 0 at once, nil never.
    public var delay: Double?
    /// Whether `AT+ULWM2MWRITE=""` saves; else it is an error.
    public var takesCommand: Bool

    public init(delay: Double?, takesCommand: Bool) {
        self.delay = delay
        self.takesCommand = takesCommand
    }

    /// Each change is saved at once, whatever the product does.
    public static let always = CommitPolicy(delay: 0, takesCommand: true)

    /// When a change has to be saved, in seconds on the clock of `changedAt`; nil where only a command or a shutdown
    /// saves it.
    ///
    /// - Parameter changedAt: when the first of the changes that are not saved was made.
    public func dueTime(changedAt: Double) -> Double? { delay.map { changedAt + $0 } }
}

extension Product {
    /// How this product saves what its client changed.
    public var commitPolicy: CommitPolicy {
        CommitPolicy(delay: timings.lazySave.map(Double.init), takesCommand: commands.hasEmptyWrite)
    }
}
