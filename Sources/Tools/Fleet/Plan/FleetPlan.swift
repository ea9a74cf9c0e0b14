import Randomness

/// Which devices a process runs and when each of them starts: the same for the same seed, in one process or in many.
package struct FleetPlan: Hashable, Sendable {
    /// Devices in the whole fleet, all shards together.
    package var count: Int
    /// The part of the fleet that this process runs.
    package var shard = FleetShard.whole
    /// How many devices of the whole fleet start per second; nil for all at once.
    package var rate: Double? = 100
    /// The fraction, 0...1, by which each start and each period of a device is randomly early or late.
    package var jitter = 0.0
    /// The seed of all randomness in the fleet.
    package var seed: UInt64 = 1

    package init(count: Int) { self.count = count }

    /// The devices of this process, by their place in the fleet.
    package var devices: StrideTo<Int> { stride(from: shard.index, to: count, by: shard.total) }

    /// When a device starts, in seconds from the start of the fleet.
    ///
    /// - Parameter index: its place in the fleet, from 0.
    package func start(of index: Int) -> Double {
        guard let rate else { return 0 }
        return max(0, (Double(index) + spread(of: index, purpose: 0)) / rate)
    }

    /// A period as a device uses it: the same on each turn, but different for each device.
    ///
    /// - Parameters:
    ///   - seconds: the period as planned.
    ///   - purpose: distinguishes the periods of a device, from 1.
    package func period(_ seconds: Double, of index: Int, purpose: UInt64) -> Double {
        max(0.001, seconds * (1 + spread(of: index, purpose: purpose)))
    }

    /// The seed of a device's randomness.
    package func seed(of index: Int, purpose: UInt64 = 0) -> UInt64 {
        var sequence = SeededSequence(seed: seed &+ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95)
        return sequence.next() ^ (purpose &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Whether a device belongs to a share chosen at random; the choice is the same in every shard.
    ///
    /// - Parameter event: distinguishes the choices within a run.
    package func isChosen(_ index: Int, share: Double, event: UInt64) -> Bool {
        var sequence = SeededSequence(seed: seed(of: index, purpose: 0x5EED_0000 &+ event))
        return sequence.nextFraction() < share
    }

    /// A fraction from -jitter to jitter.
    private func spread(of index: Int, purpose: UInt64) -> Double {
        guard jitter > 0 else { return 0 }
        var sequence = SeededSequence(seed: seed(of: index, purpose: 0x117E_0000 &+ purpose))
        return (2 * sequence.nextFraction() - 1) * jitter
    }
}

/// One of several processes that together run a fleet without knowing of each other.
package struct FleetShard: Hashable, Sendable {
    /// From 0.
    package let index: Int
    /// At least 1.
    package let total: Int

    /// The whole fleet.
    package static let whole = FleetShard(index: 0, total: 1)

    private init(index: Int, total: Int) { (self.index, self.total) = (index, total) }

    /// - Parameter text: `I/N`, such as `0/4` for the first of four.
    /// - throws: what is wrong with it.
    package init(parsing text: String) throws(FleetError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let total = Int(parts[1]) else {
            throw FleetError("'\(text)' is not a shard: write I/N, as 0/4 for the first of four")
        }
        guard (1...1_000_000).contains(total), (0..<total).contains(index) else {
            throw FleetError("'\(text)' is not a shard: the first of N has the number 0, the last one N - 1")
        }
        self.init(index: index, total: total)
    }
}

extension FleetShard: CustomStringConvertible {
    /// `0/4`.
    package var description: String { "\(index)/\(total)" }
}

extension FleetPlan {
    /// Reads a rate: `100/s`, `6000/min`, `1/h`, or `all` for all at once.
    ///
    /// - Returns: devices per second; nil for all at once.
    /// - throws: what is wrong with it.
    package static func rate(parsing text: String) throws(FleetError) -> Double? {
        if text == "all" { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let units: [Substring: Double] = ["s": 1, "min": 60, "h": 3600]
        guard parts.count == 2, let number = Double(parts[0]), let unit = units[parts[1]], number > 0,
            number.isFinite, number <= 1e9
        else { throw FleetError("'\(text)' is not a rate: write 100/s, 6000/min, 1/h, or all for all at once") }
        return number / unit
    }

    /// Reads a share: `20%`.
    ///
    /// - Returns: 0...1.
    /// - throws: what is wrong with it.
    package static func share(parsing text: String) throws(FleetError) -> Double {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), (0...100).contains(number) else {
            throw FleetError("'\(text)' is not a share: write 0% to 100%")
        }
        return number / 100
    }
}
