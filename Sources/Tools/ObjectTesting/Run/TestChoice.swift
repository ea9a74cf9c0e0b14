/// Which tests of a file run, in addition to the name filters.
package struct TestChoice: Hashable, Sendable {
    /// Only tests with one of these tags, words such as `#slow` in the name of a test or a block; empty for all.
    package var tags: [String] = []
    /// No tests with one of these tags.
    package var excludedTags: [String] = []
    /// Lines by the path of a file: only the tests at these lines, or the nearest ones before them.
    package var lines: [String: [Int]] = [:]
    /// Only these tests; nil for all.
    package var only: Set<TestName>?

    package init() {}

    /// The chosen tests of a file, in their order.
    func chosen(_ tests: [CollectedTest], of file: String) -> [CollectedTest] {
        let starts = lines[file].map { lines in
            Set(lines.compactMap { line in tests.map(\.place.line).filter { $0 <= line }.max() })
        }
        return tests.filter { test in
            let names = test.blocks + [test.name]
            func has(_ tag: String) -> Bool { names.contains { Self.isTagged($0, tag) } }
            guard tags.isEmpty || tags.contains(where: has), !excludedTags.contains(where: has) else { return false }
            if let starts, !starts.contains(test.place.line) { return false }
            return only?.contains(TestName(file: file, name: test.fullName)) ?? true
        }
    }

    /// Whether all tests are chosen.
    var isAll: Bool { self == TestChoice() }

    private static func isTagged(_ name: String, _ tag: String) -> Bool {
        guard name.utf8.contains(UInt8(ascii: "#")) else { return false }
        return name.split(whereSeparator: \.isWhitespace).contains { $0 == "#\(tag)" }
    }
}

/// A test, identified by its file, the names of its blocks and its own name.
package struct TestName: Hashable, Sendable {
    package var file: String
    package var name: String

    package init(file: String, name: String) { (self.file, self.name) = (file, name) }
}
