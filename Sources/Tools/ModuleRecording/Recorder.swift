import ATInterface

/// Cuts what goes over a line into the entries of a recording, without keys.
///
/// Bytes wait until their line ends. Those of an upload end without a line end: what waits is an entry once the module
/// answers.
package struct Recorder {
    private var screen: KeyScreen?
    private var host = Side()
    private var module = Side()
    /// Whether the host sends the bytes of a file, from the prompt to the final result code.
    private var isUploading = false

    private struct Side {
        var bytes: [UInt8] = []
        /// The end of the line that `bytes` are, which may grow by a LF.
        var end: [UInt8] = []
        var time = 0.0
    }

    /// A line without an end is recorded in pieces of this many bytes, far more than a command line has.
    private static let longest = 65_536

    /// - Parameter showsKeys: whether keys of Object 0 are recorded.
    package init(showsKeys: Bool) { screen = showsKeys ? nil : KeyScreen() }

    /// Takes bytes of one side.
    ///
    /// - Parameter time: seconds since the recording began.
    /// - Returns: the entries that are complete now.
    package mutating func take(_ bytes: some Sequence<UInt8>, isHost: Bool, at time: Double) -> [Recording.Entry] {
        var entries: [Recording.Entry] = []
        // A line end waits for a LF behind it: the other side speaks, so none comes.
        flushEnded(!isHost, into: &entries)
        if !isHost, isUploading { flush(true, into: &entries) }
        for byte in bytes {
            let isEnd = byte == 13 || byte == 10
            if !self[isHost].end.isEmpty, !isEnd || byte != 10 || self[isHost].end != [13] {
                flush(isHost, into: &entries)
            }
            self[isHost].time = time
            if isEnd {
                self[isHost].end.append(byte)
                if byte == 10 { flush(isHost, into: &entries) }
            } else {
                self[isHost].bytes.append(byte)
                if self[isHost].bytes.count >= Self.longest { flush(isHost, into: &entries) }
            }
        }
        if !isHost, module.end.isEmpty, module.bytes == [UInt8(ascii: ">")] || module.bytes == [UInt8(ascii: "@")] {
            flush(false, into: &entries)
            isUploading = true
        }
        return entries
    }

    /// The entries that have not ended.
    package mutating func takeRest() -> [Recording.Entry] {
        var entries: [Recording.Entry] = []
        for isHost in [host.time <= module.time, host.time > module.time] { flush(isHost, into: &entries) }
        return entries
    }

    private subscript(isHost: Bool) -> Side {
        get { isHost ? host : module }
        set { if isHost { host = newValue } else { module = newValue } }
    }

    private mutating func flushEnded(_ isHost: Bool, into entries: inout [Recording.Entry]) {
        if !self[isHost].end.isEmpty { flush(isHost, into: &entries) }
    }

    private mutating func flush(_ isHost: Bool, into entries: inout [Recording.Entry]) {
        let side = self[isHost]
        guard !side.bytes.isEmpty || !side.end.isEmpty else { return }
        self[isHost] = Side()
        if !isHost, ReadLine.isFinalResult(String(decoding: side.bytes, as: UTF8.self)) { isUploading = false }
        var entry = Recording.Entry(time: side.time, isHost: isHost, bytes: side.bytes, end: side.end)
        if screen != nil, !side.bytes.isEmpty {
            guard let shown = screen?.screen(side.bytes, isTyped: isHost) else { return }
            entry.isHidden = shown != side.bytes
            entry.bytes = shown
        }
        entries.append(entry)
    }
}
