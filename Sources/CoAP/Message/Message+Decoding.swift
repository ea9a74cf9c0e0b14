extension Message {
    /// Reads a datagram.
    ///
    /// Options are not judged here: unknown and repeated ones are kept as they came.
    ///
    /// - throws: what is wrong with it, and what its sender is to be told.
    /// - Source: RFC 7252 §3.
    public init(decoding datagram: [UInt8]) throws(MalformedMessage) {
        guard datagram.count >= 4 else {
            throw MalformedMessage("\(datagram.count) bytes are no message: the header has 4")
        }
        guard datagram[0] >> 6 == 1 else {
            throw MalformedMessage("version \(datagram[0] >> 6) is not known, only 1 is")
        }
        let id = MessageID(UInt16(datagram[2]) << 8 | UInt16(datagram[3]))
        // Two bits: every value is a type.
        let type = MessageType(rawValue: datagram[0] >> 4 & 3) ?? .reset
        do throws(OptionError) {
            self = try Message.decoded(datagram, type: type, id: id)
        } catch {
            throw MalformedMessage(error.reason, reaction: type == .confirmable ? .reset(id) : .silence)
        }
    }

    /// What follows the header is not as it has to be.
    private struct OptionError: Error {
        var reason: String
    }

    private static func decoded(_ datagram: [UInt8], type: MessageType, id: MessageID) throws(OptionError) -> Message {
        let code = Code(rawValue: datagram[1])
        let tokenLength = Int(datagram[0] & 15)
        guard tokenLength <= 8 else { throw OptionError(reason: "a token of \(tokenLength) bytes, 8 are the most") }
        guard datagram.count >= 4 + tokenLength else { throw OptionError(reason: "the token is cut off") }
        if code == .empty, datagram.count > 4 {
            throw OptionError(reason: "code 0.00 with something after the message id")
        }
        let token = Token(datagram[4..<4 + tokenLength])
        var position = 4 + tokenLength
        var number = 0
        var options: [Option] = []
        if position < datagram.count { options.reserveCapacity(6) }
        while position < datagram.count, datagram[position] != 0xFF {
            let first = datagram[position]
            position += 1
            number += try extended(first >> 4, datagram, &position)
            guard number <= 65535 else { throw OptionError(reason: "an option number above 65535") }
            let length = try extended(first & 15, datagram, &position)
            guard datagram.count - position >= length else {
                throw OptionError(reason: "option \(number) runs past the end")
            }
            options.append(Option(OptionNumber(UInt16(number)), datagram[position..<position + length]))
            position += length
        }
        var payload: [UInt8] = []
        if position < datagram.count {
            guard position + 1 < datagram.count else { throw OptionError(reason: "a payload marker without a payload") }
            payload = Array(datagram[(position + 1)...])
        }
        return Message(type, code, id: id, token: token, options: Options(ordered: options), payload: payload)
    }

    /// A delta or a length: the half byte, with the one or two bytes that 13 and 14 announce.
    @inline(__always)
    private static func extended(
        _ nibble: UInt8, _ datagram: [UInt8], _ position: inout Int
    ) throws(OptionError) -> Int {
        switch nibble {
        case 0...12: return Int(nibble)
        case 13:
            guard position < datagram.count else { throw OptionError(reason: "an option is cut off") }
            defer { position += 1 }
            return 13 + Int(datagram[position])
        case 14:
            guard position + 1 < datagram.count else { throw OptionError(reason: "an option is cut off") }
            defer { position += 2 }
            return 269 + Int(datagram[position]) << 8 + Int(datagram[position + 1])
        default: throw OptionError(reason: "an option with the reserved delta or length 15")
        }
    }
}
