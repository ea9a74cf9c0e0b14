import CFaultyDisk
import CSQLite
import Storage
import StoreLoad
import TestSupport
import Testing

/// Each call that SQLite makes to its disk fails in turn: what was committed is there afterwards, whole.
@Suite(.serialized)
struct StoreFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: disk_fault
    }

    static let faults = [
        Fault(testDescription: "it fails once", kind: DISK_FAILS_ONCE),
        Fault(testDescription: "it stays broken", kind: DISK_STAYS_BROKEN),
        Fault(testDescription: "it is full", kind: DISK_IS_FULL),
        Fault(testDescription: "a write is torn", kind: DISK_TEARS),
    ]

    /// A bound for the search of the last call, far above what a commit takes.
    private static let mostCalls = 2000

    /// Opens the database of a flash and commits a state.
    ///
    /// - Returns: whether the commit returned.
    private func commit(_ number: Int64, in folder: String) -> Bool {
        do {
            try Store(try Flash(folder)).commit(Load.state(number))
            return true
        } catch {
            return false
        }
    }

    private func state(in folder: String) throws -> StoredState {
        let store = try Store(try Flash(folder))
        #expect(store.notice == nil, "nothing on the disk is damaged")
        return try store.state()
    }

    @Test(arguments: faults, [false, true])
    func keepsWhatWasCommitted(_ fault: Fault, isNew: Bool) throws {
        try #require(faulty_disk_install(csqlite_open()))
        var failed = 0
        for number in 1...Self.mostCalls {
            let folder = try TemporaryFolder()
            let path = folder.path("flash")
            if !isNew { #expect(commit(1, in: path)) }
            faulty_disk_arm(path, number, fault.kind)
            let isCommitted = commit(2, in: path)
            let hasFailed = faulty_disk_disarm()
            let after = try state(in: path)
            let before = isNew ? StoredState() : Load.state(1)
            #expect(after == Load.state(2) || !isCommitted && after == before, "call \(number)")
            // And it goes on.
            #expect(commit(3, in: path), "call \(number)")
            #expect(try state(in: path) == Load.state(3), "call \(number)")
            guard hasFailed else { break }
            failed += 1
        }
        #expect((20..<Self.mostCalls).contains(failed), "so many calls failed: \(failed)")
    }
}
