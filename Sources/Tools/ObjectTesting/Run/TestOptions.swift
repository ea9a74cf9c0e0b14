package import ObjectHost
import Randomness

/// How tests are run.
package struct TestOptions: Sendable {
    /// The products to run on; each test runs on each of them.
    package var products: [ScriptBindings]
    /// Finds a product for `device.product = NAME`.
    package var productNamed: @Sendable (_ name: String) -> ScriptBindings?
    /// Whether the built-in Objects are limited to what the product has of them; nil for all of each.
    package var tables: ProductTables?
    /// Folders that `device.load` searches besides those around the test.
    package var objectFolders: [String] = []
    /// Only tests whose names contain one of these texts, where `*` stands for any text; empty for all.
    package var filters: [String] = []
    /// The other criteria that select tests.
    package var choice = TestChoice()
    /// The seed for shuffling; 0 keeps the order of the files.
    package var seed: UInt64 = 0
    /// How often all tests run.
    package var rounds = 1
    /// Whether the first failure ends the run.
    package var failsFast = false
    /// Called before each test, from any thread: whether the run should end before all tests have run.
    package var shouldEnd: @Sendable () -> Bool = { false }
    /// How many files run at the same time.
    package var workers = 1
    /// Wall-clock seconds for one test.
    package var timeout = 10.0
    /// Bytes of Lua memory for one device and its test.
    package var memory = 8 << 20
    /// Instructions for each request that an Object serves.
    package var instructions = 10_000_000
    /// Whether to measure the cost of the functions in scripts.
    package var profilesScripts = false
    /// Called for each test and for each call of an Object's functions in it, from any thread; nil for no trace.
    package var onTrace: (@Sendable (TestTrace) -> Void)?
    /// A module on which the tests run, too; nil for the emulated device alone.
    package var target: TestTarget?
    /// A file whose text is replaced for the tests.
    var planted: PlantedFile?
    /// Whether the requests of each test are recorded, for a file that repeats them.
    package var recordsRequests = false
    /// Whether to count which lines of Objects run.
    package var countsLines = false
    /// Whether a Write or a Create that a script refuses is undone; the module itself does not do this.
    package var undoesRefusals = false

    package init(
        products: [ScriptBindings], productNamed: @escaping @Sendable (_ name: String) -> ScriptBindings?
    ) {
        self.products = products
        self.productNamed = productNamed
    }
}

/// What the trace of a run reports.
package enum TestTrace: Sendable {
    /// A test begins.
    case test(place: String, name: String)
    /// A call has ended.
    case call(TracedCall)
}

/// Selects tests by a text in their names, where `*` stands for any text.
struct NameFilter {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.split(separator: "*").map { Array($0.utf8) }
    }

    /// Whether the parts occur in the name, in their order.
    func accepts(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var start = 0
        for part in parts {
            guard let end = Self.end(of: part, in: name, from: start) else { return false }
            start = end
        }
        return true
    }

    /// Whether any filter accepts the test; without filters all are. Names may be joined by ` > ` or by a space.
    static func accept(_ filters: [NameFilter], blocks: [String], name: String) -> Bool {
        guard !filters.isEmpty else { return true }
        let names = blocks + [name]
        let forms = [names.joined(separator: " > "), names.joined(separator: " ")]
        return filters.contains { filter in forms.contains { filter.accepts($0) } }
    }

    private static func end(of part: [UInt8], in name: [UInt8], from start: Int) -> Int? {
        guard name.count - start >= part.count else { return nil }
        for index in start...(name.count - part.count) where name[index..<(index + part.count)].elementsEqual(part) {
            return index + part.count
        }
        return nil
    }
}

extension SeededSequence {
    /// The elements in an order determined by the seed alone.
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(index, Int(next() % UInt64(index + 1)))
        }
        return elements
    }

    /// A seed for a part of a run, derived from the run's seed and the part's name.
    static func seed(_ seed: UInt64, for name: String) -> UInt64 { FNV1a(name.utf8, seed: seed).value }
}
