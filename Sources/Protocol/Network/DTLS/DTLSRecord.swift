/// One DTLS record in a datagram, with any content.
///
/// - Source: RFC 6347 §4.1.
struct DTLSRecord {
    /// What a record carries.
    enum Content: UInt8 {
        case changeCipherSpec = 20
        case alert = 21
        case handshake = 22
        case applicationData = 23
    }

    var content: Content
    var epoch: UInt16
    /// 48 bits.
    var sequence: UInt64
    /// The record with its header.
    var bytes: ArraySlice<UInt8>

    static let headerLength = 13
    /// The most bytes that an encrypted record may have.
    private static let largestFragment = (1 << 14) + 2048

    var fragment: ArraySlice<UInt8> { bytes.dropFirst(Self.headerLength) }

    /// The records in a datagram. Anything that is not a record ends the list, since nothing tells where the next
    /// record would begin.
    ///
    /// - Source: RFC 6347 §4.1.2.7: invalid records are discarded silently.
    static func records(in datagram: [UInt8]) -> [DTLSRecord] {
        var records: [DTLSRecord] = []
        var rest = datagram[...]
        while let record = DTLSRecord(takenFrom: &rest) { records.append(record) }
        return records
    }

    private init?(takenFrom rest: inout ArraySlice<UInt8>) {
        let start = rest.startIndex
        guard rest.count > Self.headerLength, let content = Content(rawValue: rest[start]), rest[start + 1] == 0xFE
        else { return nil }
        let length = Int(rest.number(at: start + 11, bytes: 2))
        guard (1...Self.largestFragment).contains(length), rest.count >= Self.headerLength + length else { return nil }
        self.content = content
        epoch = UInt16(truncatingIfNeeded: rest.number(at: start + 3, bytes: 2))
        sequence = rest.number(at: start + 5, bytes: 6)
        bytes = rest.prefix(Self.headerLength + length)
        rest = rest.dropFirst(bytes.count)
    }

    /// A record of epoch 0, which is not protected.
    ///
    /// - Parameter fragment: at most 65,535 bytes.
    static func plain(_ content: Content, version: UInt16, sequence: UInt64, _ fragment: [UInt8]) -> [UInt8] {
        [content.rawValue] + version.bytes + [0, 0] + sequence.bytes.suffix(6)
            + UInt16(truncatingIfNeeded: fragment.count).bytes + fragment
    }

    /// Increases the sequence numbers of the epoch 0 records in one of our datagrams, so that they follow those sent
    /// earlier.
    static func renumber(_ datagram: inout [UInt8], by offset: UInt64) {
        guard offset > 0 else { return }
        for record in records(in: datagram) where record.epoch == 0 {
            let place = record.bytes.startIndex + 5
            datagram.replaceSubrange(place..<place + 6, with: (record.sequence &+ offset).bytes.suffix(6))
        }
    }
}

extension ArraySlice<UInt8> {
    /// The big-endian number in some bytes, which must exist.
    func number(at place: Int, bytes count: Int) -> UInt64 {
        self[place..<place + count].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension FixedWidthInteger {
    /// The bytes in network byte order.
    var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
