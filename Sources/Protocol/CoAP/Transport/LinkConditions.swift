/// How well a network carries datagrams, each way.
package struct LinkConditions: Hashable, Sendable {
    /// The fraction of packets that are lost, 0...1; of a datagram in fragments, each one is a packet.
    package var loss: Double
    /// The fraction of datagrams that arrive twice, 0...1.
    package var duplication: Double
    /// The fraction of datagrams that the next one in the same direction overtakes, 0...1.
    package var reordering: Double
    /// The shortest and the longest delay, in seconds; datagrams may overtake each other if the two differ.
    package var delay: ClosedRange<Double>
    /// Seconds after which a NAT gives the client another port, again and again; nil for never.
    package var rebinding: Double?
    /// The largest IP packet in bytes; a larger one travels in fragments. nil for no limit.
    package var largestPacket: Int?
    /// Whether fragments arrive; otherwise every datagram that does not fit into one packet is lost.
    package var carriesFragments: Bool
    /// What decides which datagrams are lost, doubled and delayed, where the owner has no seed of its own.
    package var seed: UInt64

    package init(
        loss: Double = 0, duplication: Double = 0, reordering: Double = 0, delay: ClosedRange<Double> = 0...0,
        rebinding: Double? = nil, largestPacket: Int? = nil, carriesFragments: Bool = true, seed: UInt64 = 0
    ) {
        (self.loss, self.duplication, self.reordering) = (loss, duplication, reordering)
        (self.delay, self.rebinding) = (delay, rebinding)
        (self.largestPacket, self.carriesFragments, self.seed) = (largestPacket, carriesFragments, seed)
    }

    /// Everything arrives once, in order and at once.
    static let perfect = LinkConditions()

    /// How many IP packets a datagram takes.
    ///
    /// - Parameter count: the bytes of its payload.
    /// - Source: RFC 791 §3.2, fragmentation in units of eight bytes; RFC 768, eight bytes of header.
    func packets(for count: Int) -> Int {
        guard let largestPacket else { return 1 }
        let most = max(8, (largestPacket - Self.headerOfIPv4) & ~7)
        let content = Self.headerOfUDP + count
        return Self.headerOfIPv4 + content <= largestPacket ? 1 : (content + most - 1) / most
    }

    private static let headerOfIPv4 = 20
    private static let headerOfUDP = 8
}

// MARK: - As people write it

extension LinkConditions {
    /// Reads `loss=20%,delay=300ms±100,dup=5%,reorder=10%,rebind=60s,mtu=576,fragments=lost,seed=7`, in any order;
    /// `+-` stands for `±`.
    ///
    /// - throws: what is wrong with it, and what is allowed.
    package init(parsing text: String) throws(LinkConditionsError) {
        self.init()
        var seen: Set<Substring> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[1].isEmpty else {
                throw LinkConditionsError("'\(part)' is not a condition: write \(Self.everyName) with =VALUE")
            }
            guard seen.insert(sides[0]).inserted else {
                throw LinkConditionsError("\(sides[0]) is there twice")
            }
            try set(sides[0], sides[1])
        }
    }

    private static let everyName = "loss, delay, dup, reorder, rebind, mtu, fragments or seed"

    private mutating func set(_ name: Substring, _ value: Substring) throws(LinkConditionsError) {
        func refusal(_ allowed: String) -> LinkConditionsError {
            LinkConditionsError("\(name)=\(value): \(name) takes \(allowed)")
        }
        func share() throws(LinkConditionsError) -> Double {
            guard value.hasSuffix("%"), let number = Self.number(value.dropLast()), number <= 100 else {
                throw refusal("0% to 100%")
            }
            return number / 100
        }
        switch name {
        case "loss": loss = try share()
        case "dup": duplication = try share()
        case "reorder": reordering = try share()
        case "delay":
            guard let range = Self.range(value) else {
                throw refusal("a time up to an hour, and how much it varies: 300ms, 1.5s, 300ms±100, 300ms+-100")
            }
            delay = range
        case "rebind":
            guard let time = Self.time(value)?.seconds, (1...86_400).contains(time) else {
                throw refusal("a time from 1s to 1440min: 60s, 5min")
            }
            rebinding = time
        case "mtu":
            // The least that every link carries (RFC 791 §3.2), and the most that the length of a packet can say.
            guard let number = Int(value), (68...65_535).contains(number) else { throw refusal("68 to 65535 bytes") }
            largestPacket = number
        case "fragments":
            guard value == "carried" || value == "lost" else { throw refusal("carried or lost") }
            carriesFragments = value == "carried"
        case "seed":
            guard let number = UInt64(value) else { throw refusal("a whole number from 0") }
            seed = number
        default: throw LinkConditionsError("'\(name)' is not a condition of a network: \(Self.everyName)")
        }
    }

    /// Digits with or without a point; nil for anything else.
    private static func number(_ text: Substring) -> Double? {
        text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } ? Double(text) : nil
    }

    private static func time(_ text: Substring) -> (seconds: Double, unit: Double)? {
        for (suffix, unit) in [("ms", 0.001), ("min", 60), ("s", 1)] where text.hasSuffix(suffix) {
            return number(text.dropLast(suffix.count)).map { ($0 * unit, unit) }
        }
        return nil
    }

    /// `300ms±100`; the unit of what follows the sign is that before it unless it has its own.
    private static func range(_ text: Substring) -> ClosedRange<Double>? {
        let sign = text.contains("±") ? "±" : "+-"
        let sides = text.split(separator: sign, omittingEmptySubsequences: false)
        guard let middle = time(sides[0]), middle.seconds <= 3600 else { return nil }
        guard sides.count > 1 else { return middle.seconds...middle.seconds }
        guard sides.count == 2 else { return nil }
        guard let spread = time(sides[1])?.seconds ?? number(sides[1]).map({ $0 * middle.unit }),
            spread <= middle.seconds
        else { return nil }
        return middle.seconds - spread...middle.seconds + spread
    }
}

/// What is wrong with a text that says how a network is.
package struct LinkConditionsError: Error, CustomStringConvertible {
    /// The reason, and what is allowed.
    package let description: String

    init(_ description: String) { self.description = description }
}
