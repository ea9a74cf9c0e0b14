/// A CoAP message: what one datagram carries.
///
/// - Source: RFC 7252 §3.
package struct Message: Hashable, Sendable {
    package var type: MessageType
    package var code: Code
    package var id: MessageID
    package var token: Token
    package var options: Options
    package var payload: [UInt8]

    package init(
        _ type: MessageType, _ code: Code, id: MessageID, token: Token = .empty, options: Options = Options(),
        payload: [UInt8] = []
    ) {
        self.type = type
        self.code = code
        self.id = id
        self.token = token
        self.options = options
        self.payload = payload
    }

    /// The empty message that acknowledges another one.
    package static func acknowledgement(of id: MessageID) -> Message { Message(.acknowledgement, .empty, id: id) }

    /// The message that rejects another one.
    package static func reset(of id: MessageID) -> Message { Message(.reset, .empty, id: id) }
}

/// The number that ties an acknowledgement to its message and tells a repetition from a new message.
///
/// - Source: RFC 7252 §4.4.
@usableFromInline package struct MessageID: RawRepresentable, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: UInt16) { self.rawValue = rawValue }

    /// The number after this one; 0 after 65535.
    var next: MessageID { MessageID(rawValue &+ 1) }
}

/// What a message asks of the message layer.
///
/// - Source: RFC 7252 §3, §4.2 and §4.3.
package enum MessageType: UInt8, Hashable, Sendable {
    /// Retransmitted until it is acknowledged.
    case confirmable = 0
    case nonConfirmable = 1
    case acknowledgement = 2
    /// The receiver could not make sense of a message.
    case reset = 3
}

extension MessageType: CustomStringConvertible {
    /// `CON`, `NON`, `ACK`, `RST`.
    package var description: String {
        switch self {
        case .confirmable: "CON"
        case .nonConfirmable: "NON"
        case .acknowledgement: "ACK"
        case .reset: "RST"
        }
    }
}

/// Why a datagram is not a valid message, and what its sender is told.
///
/// - Source: RFC 7252 §3, §4.2 and §4.3.
package struct MalformedMessage: Error, Hashable, Sendable {
    /// What is sent back.
    package enum Reaction: Hashable, Sendable {
        case silence
        /// A Reset with the id of the message.
        case reset(MessageID)
    }

    /// What is wrong, in readable form.
    package var reason: String
    package var reaction: Reaction
    /// The byte of the datagram at which it is wrong, from 0.
    package var offset: Int

    package init(_ reason: String, reaction: Reaction = .silence, at offset: Int = 0) {
        self.reason = reason
        self.reaction = reaction
        self.offset = offset
    }
}

extension MalformedMessage: CustomStringConvertible {
    package var description: String { reason }
}

extension Message {
    /// Reads a datagram.
    ///
    /// Options are not checked here: unknown and repeated ones are kept as received.
    ///
    /// - throws: what is wrong with it, and what to tell its sender.
    /// - Source: RFC 7252 §3.
    package init(decoding datagram: [UInt8]) throws(MalformedMessage) {
        guard datagram.count >= 4 else {
            throw MalformedMessage("\(datagram.count) bytes are not a message: the header has 4")
        }
        guard datagram[0] >> 6 == 1 else {
            throw MalformedMessage("version \(datagram[0] >> 6) is not known, only 1 is")
        }
        let id = MessageID(UInt16(datagram[2]) << 8 | UInt16(datagram[3]))
        // Two bits: every value is a valid type.
        let type = MessageType(rawValue: datagram[0] >> 4 & 3) ?? .reset
        do throws(OptionError) {
            self = try Message.decoded(datagram, type: type, id: id)
        } catch {
            throw MalformedMessage(
                error.reason, reaction: type == .confirmable ? .reset(id) : .silence, at: error.offset)
        }
    }

    /// The bytes after the header are malformed.
    private struct OptionError: Error {
        var reason: String
        var offset: Int
    }

    private static func decoded(_ datagram: [UInt8], type: MessageType, id: MessageID) throws(OptionError) -> Message {
        let code = Code(rawValue: datagram[1])
        let tokenLength = Int(datagram[0] & 15)
        guard tokenLength <= 8 else {
            throw OptionError(reason: "a token of \(tokenLength) bytes, 8 are the most", offset: 0)
        }
        guard datagram.count >= 4 + tokenLength else { throw OptionError(reason: "the token is cut off", offset: 4) }
        if code == .empty, datagram.count > 4 {
            throw OptionError(reason: "code 0.00 with something after the message id", offset: 4)
        }
        var tokenValue: UInt64 = 0
        for index in 4..<4 + tokenLength { tokenValue = tokenValue << 8 | UInt64(datagram[index]) }
        let token = Token(value: tokenValue, count: tokenLength)
        var position = 4 + tokenLength
        var number = 0
        var places: [Options.Place] = []
        if position < datagram.count { places.reserveCapacity(6) }
        while position < datagram.count, datagram[position] != 0xFF {
            let start = position
            let first = datagram[start]
            position += 1
            number += try extended(first >> 4, datagram, &position)
            guard number <= 65535 else { throw OptionError(reason: "an option number above 65535", offset: start) }
            let length = try extended(first & 15, datagram, &position)
            guard datagram.count - position >= length else {
                throw OptionError(reason: "option \(number) runs past the end", offset: start)
            }
            places.append(
                Options.Place(number: OptionNumber(UInt16(number)), start: Int32(position), count: Int32(length)))
            position += length
        }
        var payload: [UInt8] = []
        if position < datagram.count {
            guard position + 1 < datagram.count else {
                throw OptionError(reason: "a payload marker without a payload", offset: position)
            }
            payload = Array(datagram[(position + 1)...])
        }
        return Message(type, code, id: id, token: token, options: Options(in: datagram, at: places), payload: payload)
    }

    /// A delta or a length: the half byte, with the one or two bytes that 13 and 14 announce.
    @inline(__always)
    private static func extended(
        _ nibble: UInt8, _ datagram: [UInt8], _ position: inout Int
    ) throws(OptionError) -> Int {
        switch nibble {
        case 0...12: return Int(nibble)
        case 13:
            guard position < datagram.count else {
                throw OptionError(reason: "an option is cut off", offset: position - 1)
            }
            defer { position += 1 }
            return 13 + Int(datagram[position])
        case 14:
            guard position + 1 < datagram.count else {
                throw OptionError(reason: "an option is cut off", offset: position - 1)
            }
            defer { position += 2 }
            return 269 + Int(datagram[position]) << 8 + Int(datagram[position + 1])
        default:
            throw OptionError(reason: "an option with the reserved delta or length 15", offset: position - 1)
        }
    }
}

extension Message {
    /// The datagram of the message.
    ///
    /// - Source: RFC 7252 §3.
    package func encoded() -> [UInt8] {
        var room = 4 + token.count + (payload.isEmpty ? 0 : payload.count + 1)
        for place in options.places { room += 5 + Int(place.count) }
        // Copied from the stack it is made faster than by an array that tells its size at the end.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
            var writer = Writer(buffer)
            writer.append(1 << 6 | type.rawValue << 4 | UInt8(token.count))
            writer.append(code.rawValue)
            writer.append(UInt8(id.rawValue >> 8))
            writer.append(UInt8(truncatingIfNeeded: id.rawValue))
            for index in 0..<token.count { writer.append(token[index]) }
            var last = 0
            for place in options.places {
                let number = Int(place.number.rawValue)
                options.withBytes(at: place) { writer.append($0.prefix(Self.longestOption), delta: number - last) }
                last = number
            }
            if !payload.isEmpty {
                writer.append(0xFF)
                payload.withUnsafeBufferPointer { writer.append($0[...]) }
            }
            return Array(UnsafeBufferPointer(rebasing: buffer[..<writer.count]))
        }
    }

    /// Writes into memory that has room for the whole message.
    private struct Writer {
        private let buffer: UnsafeMutableBufferPointer<UInt8>
        private(set) var count = 0

        init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        mutating func append(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }

        mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
            _ = UnsafeMutableBufferPointer(rebasing: buffer[count...]).update(fromContentsOf: bytes)
            count += bytes.count
        }

        /// Appends an option. A value longer than the longest allowed does not fit into a datagram either.
        mutating func append(_ value: Slice<UnsafeBufferPointer<UInt8>>, delta: Int) {
            append(Message.nibble(delta) << 4 | Message.nibble(value.count))
            extend(delta)
            extend(value.count)
            append(value)
        }

        private mutating func extend(_ value: Int) {
            if value >= 269 {
                append(UInt8((value - 269) >> 8))
                append(UInt8(truncatingIfNeeded: value - 269))
            } else if value >= 13 {
                append(UInt8(value - 13))
            }
        }
    }

    /// The most bytes that the length of an option can express.
    private static let longestOption = 65_804

    private static func nibble(_ value: Int) -> UInt8 { value < 13 ? UInt8(value) : value < 269 ? 13 : 14 }
}
