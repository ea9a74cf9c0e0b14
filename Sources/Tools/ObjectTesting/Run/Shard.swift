/// One of several machines that share the tests: `2/3` is the second of three.
package struct Shard: Hashable, Sendable {
    /// Counted from 1.
    package let number: Int
    package let count: Int

    /// Nil if the text is not `I/N` with I from 1 to N.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, count <= 1000,
            (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// This machine's share of the files, in their order.
    ///
    /// Each file goes to the machine with the least to do so far, longest file first; a file without a known time
    /// counts as average. A file longer than one machine's share fills up what the others leave, with some of its tests
    /// on each machine.
    func files(_ files: [TestFile], _ durations: TestDurations) -> [TestFile] {
        let known = files.compactMap { durations.ofFiles[$0.path] }
        let average = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
        // Files that take no time are shared out too.
        let weights = files.map { max(durations.ofFiles[$0.path] ?? average, Self.least) }
        let share = weights.reduce(0, +) / Double(count)
        var loads = Array(repeating: 0.0, count: count)
        var own: [Int: TestFile] = [:]
        let order = files.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
        for index in order where weights[index] <= share {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[least] += weights[index]
            if least == number - 1 { own[index] = files[index] }
        }
        for index in order where weights[index] > share {
            let rooms = Self.fill(&loads, with: weights[index], upTo: share)
            guard rooms[number - 1] > 0 else { continue }
            own[index] = files[index]
            own[index]?.part = FilePart(
                rooms: rooms, machine: number - 1, seconds: durations.ofTests(of: files[index].path))
        }
        return files.indices.compactMap { own[$0] }
    }

    /// The least that a file counts, in seconds.
    private static let least = 1e-6

    /// Fills the machines with the least to do up to their share; returns what each of them takes.
    private static func fill(_ loads: inout [Double], with weight: Double, upTo share: Double) -> [Double] {
        var rooms = Array(repeating: 0.0, count: loads.count)
        var rest = weight
        for machine in loads.indices.sorted(by: { (loads[$0], $0) < (loads[$1], $1) }) {
            let room = min(rest, max(0, share - loads[machine]))
            // A rounding remainder is not a part.
            guard room > weight * 1e-9 else { continue }
            rooms[machine] = room
            loads[machine] += room
            rest -= room
        }
        return rooms
    }
}

/// How long files and their tests took in an earlier run, in seconds.
package struct TestDurations: Hashable, Sendable {
    /// By the path of the file.
    package var ofFiles: [String: Double] = [:]
    /// By test; the name consists of the names of its blocks and its own, joined by dots.
    package var ofTests: [TestName: Double] = [:]

    package init() {}

    package init(_ report: JUnitDocument) { (ofFiles, ofTests) = (report.seconds, report.secondsOfTests) }

    func ofTests(of file: String) -> [String: Double] {
        ofTests.reduce(into: [:]) { if $1.key.file == file { $0[$1.key.name] = $1.value } }
    }
}

/// The tests of a file that run on one of several machines. Each machine computes the same parts.
struct FilePart: Hashable, Sendable {
    /// How much of the file each machine takes, in seconds; 0 if it takes nothing.
    var rooms: [Double]
    /// The number of this machine, from 0.
    var machine: Int
    /// How long tests took, by the names of their blocks and their own.
    var seconds: [String: Double]

    /// The tests that run on this machine, in their order; blocks with a `setup` or a `teardown` stay whole.
    func own(_ tests: [CollectedTest]) -> [CollectedTest] {
        var groups: [[Int]] = []
        var places: [Int: Int] = [:]
        for (index, test) in tests.enumerated() {
            guard let block = test.sharedBlocks.first else {
                groups.append([index])
                continue
            }
            if let place = places[block] {
                groups[place].append(index)
            } else {
                places[block] = groups.count
                groups.append([index])
            }
        }
        let known = tests.compactMap { seconds[$0.dottedName] }
        let average = known.isEmpty ? 1 : max(known.reduce(0, +) / Double(known.count), 1e-9)
        let weights = groups.map { $0.reduce(0) { $0 + (seconds[tests[$1].dottedName] ?? average) } }
        // The shares of all machines, scaled to the current weights of the tests.
        let scale = weights.reduce(0, +) / rooms.reduce(0, +)
        var rooms = self.rooms.map { $0 * scale }
        let takers = rooms.indices.filter { rooms[$0] > 0 }
        var chosen: [Int] = []
        for group in groups.indices.sorted(by: { (weights[$1], $0) < (weights[$0], $1) }) {
            let roomiest = takers.max { (rooms[$0], $1) < (rooms[$1], $0) } ?? 0
            rooms[roomiest] -= weights[group]
            if roomiest == machine { chosen += groups[group] }
        }
        return chosen.sorted().map { tests[$0] }
    }
}

extension CollectedTest {
    /// The names of blocks and test joined by dots, as in a report of `--reporter junit`.
    fileprivate var dottedName: String { blocks.map { ".\($0)" }.joined() + ".\(name)" }
}
