/// How well a link carries datagrams, each way.
public struct LinkConditions: Hashable, Sendable {
    /// The part that gets lost, 0...1.
    public var loss: Double
    /// The part that arrives twice, 0...1.
    public var duplication: Double
    /// The shortest and the longest way, in seconds; datagrams overtake each other where the two differ.
    public var delay: ClosedRange<Double>

    public init(loss: Double = 0, duplication: Double = 0, delay: ClosedRange<Double> = 0...0) {
        self.loss = loss
        self.duplication = duplication
        self.delay = delay
    }

    /// Everything arrives once, in order and at once.
    public static let perfect = LinkConditions()
}
