import ATInterface

/// Splits what a module sends into lines for people, as it comes, and tells answers from what nobody asked for.
package struct ShellLines {
    /// One thing to show.
    package enum Item: Hashable, Sendable {
        /// A line of the answer to the running command, or one that no command was waiting for.
        case line(String, isAnswer: Bool)
        /// The final result code of the running command.
        case result(String, isOK: Bool)
        /// The module waits for the bytes of a file.
        case prompt
    }

    /// The command whose final result code is awaited; nil if none is.
    package private(set) var running: String?
    private var pending: [UInt8] = []
    private var hasEchoed = false
    private var expectsPrompt = false

    /// A line without an end is shown after so many bytes.
    private static let longest = 65_536

    package init() {}

    /// A command line has been sent.
    package mutating func begin(_ command: String) {
        running = command
        hasEchoed = false
        expectsPrompt = ReadLine.uploadSize(command) != nil
    }

    /// The running command gets no answer any more.
    package mutating func giveUp() { running = nil }

    /// Takes bytes of the module; returns what is complete.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Item] {
        var items: [Item] = []
        for byte in bytes {
            if byte == 13 || byte == 10 {
                if let item = finish() { items.append(item) }
            } else {
                pending.append(byte)
                if expectsPrompt, pending == [UInt8(ascii: ">")] || pending == [UInt8(ascii: "@")] {
                    pending = []
                    expectsPrompt = false
                    items.append(.prompt)
                } else if pending.count >= Self.longest, let item = finish() {
                    items.append(item)
                }
            }
        }
        return items
    }

    private mutating func finish() -> Item? {
        guard !pending.isEmpty else { return nil }
        let text = String(decoding: pending, as: UTF8.self)
        pending = []
        guard let running else { return .line(text, isAnswer: false) }
        if !hasEchoed, text == running {
            hasEchoed = true
            return nil
        }
        guard ReadLine.isFinalResult(text) else {
            let name = text.split(separator: ":", maxSplits: 1).first.map(String.init) ?? text
            let isAnswer = !text.hasPrefix("+") || running.uppercased().contains(name)
            return .line(text, isAnswer: isAnswer)
        }
        self.running = nil
        return .result(text, isOK: !ReadLine.isFailure(text))
    }
}
