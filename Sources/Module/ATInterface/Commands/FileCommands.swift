import Emulator
import Products
import Storage

extension ATCommandTable {
    /// The file system.
    ///
    /// - Source: UBX-17003787 R13, chapter 16; UBX-18068860 R09 §4.2.
    static let fileCommands: [ATCommand] = [
        ATCommand(
            "+UDWNFILE", "writes a file", isAlone: true,
            takes: .unshown(.text("filename"), .number("size", 1...Int.max), tag),
            set: { call in try startUpload(call) }),
        ATCommand(
            "+ULSTFILE", "files, free space, size of a file",
            takes: .of { _ in
                [.number("op_code", 0...2).optional, ATField.text("name_or_tag").optional.hidden, tag.hidden]
            },
            set: { call in try listFiles(call) }, action: { call in try listNames(call, .user) }),
        ATCommand(
            "+URDFILE", "reads a file", takes: .unshown(.text("filename"), tag), set: { call in try readFile(call) }),
        ATCommand(
            "+URDBLOCK", "reads a part of a file",
            takes: .unshown(
                .text("filename"), .number("offset", 0...Int.max), .number("size", 0...Int.max), tag),
            set: { call in try readBlock(call) }),
        ATCommand(
            "+UDELFILE", "removes a file", takes: .unshown(.text("filename"), tag),
            set: { call in
                let name = try call.parameters.string(0, "filename")
                let tag = try call.tag(1)
                try call.module.device.deleteFile(name, tag)
            }),
    ]

    private static let tag = ATField.text("tag").optional

    private static func startUpload(_ call: ATCall) throws {
        let name = try call.parameters.string(0, "filename")
        let size = try call.parameters.integer(1, "size")
        let tag = try call.tag(2)
        let device = call.module.device
        if let problem = FlashName.refusal(name, call.product.limits) { throw problem }
        guard let free = try device.files.freeSpace() else { throw FlashError(.system, "the module has no flash") }
        guard size <= free else { throw FlashError(.noSpace, "\(size) bytes do not fit: \(free) are free") }
        call.outcome = .upload(
            ATUpload(count: size) { bytes in try device.files.append(bytes, to: name, tag) })
    }

    private static func listFiles(_ call: ATCall) throws {
        let operation = try call.parameters.integerIfGiven(0, "op_code") ?? 0
        switch operation {
        case 0:
            try call.parameters.expect(1...2)
            try listNames(call, try call.tagToRead(1))
        case 1:
            try call.parameters.expect(1...2)
            _ = try call.tag(1)
            let free = try call.module.device.files.freeSpace()
            call.answer("\(free ?? 0)")
        default:
            try call.parameters.expect(2...3)
            let name = try call.parameters.string(1, "filename")
            let tag = try call.tagToRead(2)
            let size = try call.module.device.files.read(name, tag).count
            call.answer("\(size)")
        }
    }

    private static func listNames(_ call: ATCall, _ tag: FlashTag) throws {
        let files = try call.module.device.files.list(tag)
        call.answer(files.map { "\"\($0.name)\"" }.joined(separator: ","))
    }

    private static func readFile(_ call: ATCall) throws {
        let name = try call.parameters.string(0, "filename")
        let tag = try call.tagToRead(1)
        let bytes = try call.module.device.files.read(name, tag)
        call.answer(name, with: bytes)
    }

    private static func readBlock(_ call: ATCall) throws {
        let name = try call.parameters.string(0, "filename")
        let offset = try call.parameters.integer(1, "offset")
        let size = try call.parameters.integer(2, "size")
        let tag = try call.tagToRead(3)
        let bytes = try call.module.device.files.read(name, tag)
        guard offset <= bytes.count else {
            throw FlashError(.outOfRange, "\(tag)/\(name) has \(bytes.count) bytes; offset \(offset) is not in it")
        }
        call.answer(name, with: Array(bytes[offset...].prefix(size)))
    }
}

extension ATCall {
    /// The tag of a file, USER if none is given.
    func tag(_ index: Int) throws(ATError) -> FlashTag {
        guard let name = try parameters.stringIfGiven(index, "tag") else { return .user }
        guard let tag = FlashTag(name) else {
            throw .syntax("there is no tag '\(name)'", column: parameters.list[index].column)
        }
        return tag
    }

    /// The same for a command that reads.
    func tagToRead(_ index: Int) throws(ATError) -> FlashTag {
        let tag = try tag(index)
        guard tag.isReadable else {
            throw ATError(
                ATAssumptions.unreadableTag, "files of the tag '\(tag)' cannot be read",
                column: parameters.list[index].column)
        }
        return tag
    }

    /// Answers with the bytes of a file in quotes.
    func answer(_ name: String, with bytes: [UInt8]) {
        framing = product.group.isR5 ? .closedByResult : .ledByLineFeed
        print(Array("\(command.name): \"\(name)\",\(bytes.count),\"".utf8) + bytes + [UInt8(ascii: "\"")])
    }
}

extension FlashName {
    /// Why a file name is refused; nil if it is allowed.
    static func refusal(_ name: String, _ limits: ProductLimits) -> FlashError? {
        do throws(FlashError) {
            _ = try FlashName(name, limits)
            return nil
        } catch {
            return error
        }
    }
}
