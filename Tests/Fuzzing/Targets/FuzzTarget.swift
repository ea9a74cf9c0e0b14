/// Something that takes bytes from outside, as a function of bytes: it may refuse them, and nothing else may happen.
package struct FuzzTarget: Sendable {
    /// As `scripts/fuzz` takes it, `coap-message`; the name of its folder of seeds too.
    package let name: String
    /// What it feeds, for `scripts/fuzz --list`.
    package let summary: String
    /// The longest input that the fuzzer makes, in bytes.
    package let mostBytes: Int
    /// Feeds an input, from a state that no other input has touched.
    ///
    /// - throws: what does not hold.
    package let run: @Sendable ([UInt8]) throws(Breach) -> Void

    init(
        _ name: String, _ summary: String, mostBytes: Int = 512,
        run: @escaping @Sendable ([UInt8]) throws(Breach) -> Void
    ) {
        (self.name, self.summary, self.mostBytes, self.run) = (name, summary, mostBytes, run)
    }

    /// All targets: what reads one piece of bytes, then what takes a sequence of acts.
    package static let all = payloads + messages + files + scripts + conversations
}

/// Something that has to hold for every input, and did not.
package struct Breach: Error, CustomStringConvertible {
    package let description: String
}

/// Says that something has to hold.
func hold(_ isTrue: Bool, _ words: @autoclosure () -> String) throws(Breach) {
    guard isTrue else { throw Breach(description: words()) }
}
