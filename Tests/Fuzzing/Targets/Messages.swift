import CoAP
import Dissection
import JSON
import LwM2M
import ModuleRecording

extension FuzzTarget {
    /// What comes in a datagram, and what recordings of it hold.
    static let messages = [message, capture, recording]

    private static let message = FuzzTarget("coap-message", "a CoAP message, and the parts shown of it") {
        bytes throws(Breach) in
        _ = try? Dissector(at: .root) { _ in nil }.parts(ofMessage: bytes)
        guard let message = try? Message(decoding: bytes) else { return }
        let encoded = message.encoded()
        try hold((try? Message(decoding: encoded)) == message, "\(bytes) is written as \(encoded)")
        try hold(encoded.count <= bytes.count + 8, "\(bytes.count) bytes become \(encoded.count)")
    }

    private static let capture = FuzzTarget(
        "capture", "pcap and pcapng, with the conversation in them", mostBytes: 2048
    ) {
        bytes throws(Breach) in
        guard let reader = try? CaptureReader(bytes) else { return }
        let size = reader.datagrams.reduce(0) { $0 + $1.payload.count }
        try hold(size <= bytes.count, "\(bytes.count) bytes hold \(size) of payloads")
        var conversation = Conversation { _ in nil }
        for datagram in reader.datagrams { _ = conversation.take(datagram) }
    }

    private static let recording = FuzzTarget("recording", "a recording of an AT line", mostBytes: 1024) {
        bytes throws(Breach) in
        guard let recording = try? Recording(parsing: bytes) else { return }
        _ = RecordedStep.steps(of: recording)
        let lines = [recording.head] + recording.entries.map(\.json)
        let text = lines.map { $0.text + "\n" }.joined()
        guard let again = try? Recording(parsing: Array(text.utf8)) else {
            throw Breach(description: "what was read cannot be read again: \(text)")
        }
        // Times are written to the millisecond.
        try hold(
            again.entries.map(\.bytes) == recording.entries.map(\.bytes)
                && again.entries.map(\.end) == recording.entries.map(\.end), "\(recording) is written as \(again)")
    }
}
