import CoAP
import JSON
import LwM2M
import Wording

/// A datagram that is not a message.
package struct MessageFault: Error, Hashable, Sendable {
    /// With the byte at which it is wrong.
    package var message: String

    init(_ error: MalformedMessage) { message = "CoAP at byte \(error.offset): \(error.reason)" }
}

extension Dissector {
    /// A message in one line: `CON GET /3/0/9`, `ACK 2.05 Content`.
    static func title(of message: Message) -> String {
        let name = ResponseCode(rawValue: message.code.rawValue).name
        var title = "\(message.type) \(message.code)" + (name.isEmpty ? "" : " \(name)")
        if message.code.isRequest { title += " /" + message.options.texts(.uriPath).joined(separator: "/") }
        return title
    }

    /// The parts of a CoAP message: header, token, options, and its payload taken apart by its format.
    ///
    /// The payload of a request is relative to the path that it names; that of a response to the dissector's path.
    ///
    /// - throws: what is wrong with a datagram that is not a message; a payload that is malformed is a problem of its
    ///   part.
    /// - Source: RFC 7252 §3.
    package func parts(ofMessage datagram: [UInt8]) throws(MessageFault) -> [Part] {
        let message: Message
        do throws(MalformedMessage) { message = try Message(decoding: datagram) } catch { throw MessageFault(error) }
        var header = Part("Message", at: 0..<4)
        header.content = .words(
            "\(Self.title(of: message)), id \(message.id.rawValue)",
            .members([
                "type": .string("\(message.type)"), "code": .string("\(message.code)"),
                "id": .integer(Int64(message.id.rawValue)),
            ]))
        var parts = [header]
        var position = 4 + message.token.count
        if message.token.count > 0 {
            var token = Part("Token", at: 4..<position)
            token.content = .words("\(message.token)", .string("\(message.token)"))
            parts.append(token)
        }
        for option in message.options.all {
            // The bytes of a received option are those of the datagram, so that their indices are its places.
            parts.append(part(of: option, from: position, isRequest: message.code.isRequest))
            position = option.value.endIndex
        }
        if !message.payload.isEmpty { parts.append(payload(of: message, at: datagram.count - message.payload.count)) }
        return parts
    }

    private func part(of option: CoAP.Option, from start: Int, isRequest: Bool) -> Part {
        var part = Part("\(option.number)", at: start..<option.value.endIndex)
        let bytes = Array(option.value)
        switch OptionForm(option.number) {
        case .text:
            if let text = option.text {
                part.content = .words("\"" + text + "\"", .string(text))
            } else {
                part.content = .bytes(bytes)
                part.problem = "it is not UTF-8"
            }
        case .number:
            if let number = option.uint {
                part.content = .words(
                    Self.words(for: number, of: option.number, isRequest: isRequest), .integer(Int64(number)))
            } else {
                part.content = .bytes(bytes)
                part.problem = "a number has up to 4 bytes"
            }
        case .block:
            if let block = BlockOption(option) {
                part.content = .words(
                    "block \(block.number) of \(block.size) bytes, \(block.isMoreToCome ? "more follow" : "the last")",
                    .members([
                        "number": .integer(Int64(block.number)), "more": .boolean(block.isMoreToCome),
                        "size": .integer(Int64(block.size)),
                    ]))
            } else {
                part.content = .bytes(bytes)
                part.problem = "a block has up to 3 bytes"
            }
        case .empty where bytes.isEmpty: break
        case .empty, .bytes: part.content = .bytes(bytes)
        }
        return part
    }

    private static func words(for number: UInt32, of option: OptionNumber, isRequest: Bool) -> String {
        switch option {
        case .contentFormat, .accept:
            let name = UInt16(exactly: number).map { "\(ContentFormat(rawValue: $0))" } ?? ""
            return name.isEmpty || name == "\(number)" ? "\(number)" : "\(number) \(name)"
        case .observe where isRequest && number < 2: return number == 0 ? "0 observe" : "1 cancel"
        default: return "\(number)"
        }
    }

    /// The payload of a message, which begins at a byte of the datagram.
    private func payload(of message: Message, at start: Int) -> Part {
        let bytes = message.payload
        var part = Part("Payload", at: start..<start + bytes.count)
        let block = message.options[message.code.isRequest ? .block1 : .block2].flatMap(BlockOption.init)
        if let block, block.number > 0 || block.isMoreToCome {
            part.content = .bytes(bytes)
            return part
        }
        let format = message.options.uint(.contentFormat).flatMap { UInt16(exactly: $0) }.map {
            ContentFormat(rawValue: $0)
        }
        var dissector = self
        if message.code.isRequest {
            dissector.path = (try? Path(segments: message.options.texts(.uriPath))) ?? .root
        }
        part.kind = format.map { "Payload, \($0)" } ?? "Payload"
        if format?.registered == .text || format?.registered == .opaque,
            let resource = dissector.resource(at: dissector.path)
        {
            (part.path, part.name) = (dissector.path, resource.name)
        }
        do throws(LwM2MError) {
            switch format?.registered {
            case .tlv?: part.parts = try dissector.parts(ofTLV: bytes).map { $0.moved(by: start) }
            case .json?: part.parts = try dissector.parts(ofJSON: bytes)
            case .linkFormat?: part.parts = try dissector.parts(ofLinks: bytes)
            case .text?: try dissector.set(&part, toText: bytes)
            default: part.content = .bytes(bytes)
            }
        } catch {
            part.content = .bytes(bytes)
            part.problem = error.message
        }
        return part
    }

    private func set(_ part: inout Part, toText bytes: [UInt8]) throws(LwM2MError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LwM2MError(.badRequest, "it is not UTF-8")
        }
        let type = resource(at: path)?.type ?? .none
        part.content = .value(try ResourceValue(plainText: text, as: type), type == .none ? .string : type)
    }
}

/// How the value of an option is to be read.
///
/// - Source: RFC 7252 §5.10, RFC 7641 §2, RFC 7959 §2.1.
private enum OptionForm {
    case text, number, block, empty, bytes

    init(_ number: OptionNumber) {
        switch number.rawValue {
        case 3, 8, 11, 15, 20, 35, 39: self = .text
        case 6, 7, 12, 14, 17, 28, 60: self = .number
        case 23, 27: self = .block
        case 5: self = .empty
        default: self = .bytes
        }
    }
}
