/// What a session sends, in order: what can be sent now, and pieces that a chaotic module sends later.
struct ATOutput {
    private var bytes: [UInt8] = []
    private var delayed: [(due: Double, bytes: [UInt8])] = []

    var isEmpty: Bool { bytes.isEmpty }

    /// Whether the host has taken so little that nothing but the answer to the running command may be added.
    var isFull: Bool { bytes.count + (delayed.last?.bytes.count ?? 0) >= ATAssumptions.mostOutput }

    /// When the next piece is sent; nil if none is waiting.
    var nextDeadline: Double? { delayed.first?.due }

    /// Sends bytes after everything that was sent before.
    mutating func send(_ more: some Collection<UInt8>) {
        guard !more.isEmpty else { return }
        if delayed.isEmpty { bytes += more } else { delayed[delayed.count - 1].bytes += more }
    }

    /// Sends bytes at a given time; what follows them is sent no earlier.
    mutating func send(_ more: some Collection<UInt8>, at due: Double) { delayed.append((due, Array(more))) }

    mutating func advance(to time: Double) {
        while let due = nextDeadline, due <= time { bytes += delayed.removeFirst().bytes }
    }

    /// Removes what is to be sent now.
    mutating func removeDue() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }
}

/// Data that follows on the line.
struct ATUpload {
    /// Bytes.
    var count: Int
    /// Called with all the bytes; if it throws, the refusal is the result.
    var finish: ([UInt8]) throws -> Void
}

/// A command that takes time.
struct ATWait {
    /// On the clock of the module.
    var until: Double
    /// The time from which a character aborts it; nil if it cannot be aborted.
    var abortableFrom: Double?
    /// Called when the time has come; if it throws, the refusal is the result.
    var finish: (ATCall) throws(ATError) -> Void
    /// Called when a character has aborted it.
    var abort: () -> Void = {}
}
