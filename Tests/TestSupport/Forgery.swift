/// Datagrams that can be forged by anyone who knows an address.
package enum Forgery {
    package static func record(
        _ content: UInt8, epoch: UInt16 = 0, sequence: UInt64 = 0, version: [UInt8] = [0xFE, 0xFD], _ fragment: [UInt8]
    ) -> [UInt8] {
        [content] + version + bytes(UInt64(epoch), 2) + bytes(sequence, 6) + bytes(UInt64(fragment.count), 2) + fragment
    }

    package static func message(_ kind: UInt8, sequence: UInt16 = 0, _ body: [UInt8]) -> [UInt8] {
        let length = bytes(UInt64(body.count), 3)
        return [kind] + length + bytes(UInt64(sequence), 2) + [0, 0, 0] + length + body
    }

    /// The body of an OpenSSL-style ClientHello, with or without a cookie.
    package static func clientHello(random: UInt8 = 7, cookie: [UInt8] = []) -> [UInt8] {
        [0xFE, 0xFD] + [UInt8](repeating: random, count: 32) + [0, UInt8(cookie.count)] + cookie
            + [0, 4, 0xC0, 0xA8, 0, 0xFF, 1, 0]
    }

    package static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }

    /// What must not disturb an open association: records of every kind and epoch, of every length around the ciphers'
    /// overhead, and plain-text handshake messages and alerts.
    package static var atOpenAssociation: [[UInt8]] {
        var datagrams: [[UInt8]] = [[], [22], [UInt8](repeating: 0xFF, count: 13)]
        for content in [0, 20, 21, 22, 23, 24, 255] as [UInt8] {
            for epoch in [0, 1, 2, 65535] as [UInt16] {
                for length in Array(0...100) + [255, 256, 1200, 16384, 18432, 18433] {
                    let sequence: UInt64 = length % 2 == 0 ? 5 : 1 << 40
                    datagrams.append(
                        record(
                            content, epoch: epoch, sequence: sequence,
                            (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 + length) }))
                }
            }
        }
        for level in [1, 2] as [UInt8] {
            for alert in [0, 10, 20, 40, 51, 90, 100, 115] as [UInt8] {
                datagrams.append(record(21, sequence: 9, [level, alert]))
            }
        }
        for kind in [0, 1, 2, 3, 4, 11, 12, 13, 14, 16, 20] as [UInt8] {
            for sequence in 0...4 as ClosedRange<UInt16> {
                let body = kind == 1 ? clientHello() : [UInt8](repeating: 0, count: 12)
                datagrams.append(record(22, sequence: 99, message(kind, sequence: sequence, body)))
            }
        }
        // Several records in one datagram, and one whose header gives a wrong length.
        datagrams.append(
            record(21, [2, 40]) + record(23, epoch: 1, [1, 2, 3]) + record(22, message(1, clientHello())))
        datagrams.append(Array(record(23, epoch: 1, sequence: 3, [UInt8](repeating: 1, count: 40)).dropLast()))
        datagrams.append(record(23, epoch: 1, [UInt8](repeating: 1, count: 40)) + [23, 254, 253, 0, 1])
        return datagrams
    }
}
