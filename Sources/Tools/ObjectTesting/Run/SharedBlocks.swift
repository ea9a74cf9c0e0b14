import Lua
import ObjectHost

/// The blocks of a file with a `setup` or a `teardown`; these hooks run once for all tests of the block.
///
/// `setup` runs in the device as the outer block set it up; the snapshot from which each test of the block starts is
/// taken afterwards. `teardown` runs in the device as the last test left it.
enum SharedBlocks {
    /// A block that has been set up.
    struct Entered {
        var number: Int
        /// How its `setup` ended.
        var outcome: TestResult.Outcome
    }

    /// The number of the last test by the number of the block.
    static func lastTests(_ tests: [CollectedTest]) -> [Int: Int] {
        var last: [Int: Int] = [:]
        for test in tests {
            for block in test.sharedBlocks { last[block] = test.number }
        }
        return last
    }

    /// The tests, with those of each block grouped at the position of its first one.
    static func together(_ tests: [CollectedTest], depth: Int = 0) -> [CollectedTest] {
        guard tests.contains(where: { $0.sharedBlocks.count > depth }) else { return tests }
        var groups: [[CollectedTest]] = []
        var places: [Int: Int] = [:]
        for test in tests {
            guard test.sharedBlocks.count > depth else {
                groups.append([test])
                continue
            }
            let block = test.sharedBlocks[depth]
            if let place = places[block] {
                groups[place].append(test)
            } else {
                places[block] = groups.count
                groups.append([test])
            }
        }
        return groups.flatMap { together($0, depth: depth + 1) }
    }
}

extension TestSession {
    /// Leaves the blocks that do not enclose a test, and sets up those that do.
    ///
    /// - Returns: `.passed`, or the outcome of the `setup` that keeps the test from running.
    func enterBlocks(of test: CollectedTest) throws(ObjectHostError) -> TestResult.Outcome {
        while !test.sharedBlocks.starts(with: entered.lazy.map(\.number)) {
            entered.removeLast()
            try device.dropSnapshot()
        }
        for number in test.sharedBlocks.dropFirst(entered.count) {
            if let last = entered.last, last.outcome != .passed { break }
            try device.restore()
            var outcome =
                device.restoreTarget()
                ?? call(setUp, [.integer(Int64(number)), .integer(Int64(test.number))], "setup")
            if case .failed(var failure) = outcome, failure.hook == nil {
                failure.hook = "setup"
                outcome = .failed(failure)
            }
            try device.snapshotAbove()
            entered.append(SharedBlocks.Entered(number: number, outcome: outcome))
        }
        return entered.last?.outcome ?? .passed
    }

    /// Runs the `teardown` of blocks, inner before outer, in the device as their last test left it.
    func endBlocks(_ blocks: [Int], after test: CollectedTest, _ outcome: inout TestResult.Outcome) {
        for number in blocks.reversed() where entered.contains(where: { $0.number == number }) {
            let end = call(tearDown, [.integer(Int64(number)), .integer(Int64(test.number))], "teardown")
            guard case .failed(var failure) = end else { continue }
            if failure.hook == nil { failure.hook = "teardown" }
            guard case .failed(var first) = outcome else {
                outcome = .failed(failure)
                continue
            }
            let later = failure.later
            failure.later = []
            first.later += [failure] + later
            outcome = .failed(first)
        }
    }
}
