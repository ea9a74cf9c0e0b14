import ATInterface
import Emulator
import Products

/// An AT port at which the bytes type: command lines, pieces of lines, files, and what happens to a module meanwhile.
struct SessionScene {
    private var source: ByteSource
    private let module: Module
    private let at: ATModule
    private let session: ATSession
    private let names: [String]

    /// What all modules of a product have in common: their Objects are loaded once.
    nonisolated(unsafe) private static let products: [(product: Product, shared: SharedModules)] = [
        "SARA-R510S-01B", "SARA-R410M-02B", "SARA-R422S-01B", "SARA-R412M-02B-01",
    ].compactMap { name in Product.all.first { $0.name.hasPrefix(name) } }.map { ($0, SharedModules()) }

    /// nil for a module that cannot be made.
    init?(_ bytes: [UInt8]) {
        var source = ByteSource(bytes)
        let (product, shared) = source.one(of: Self.products)
        var configuration = ModuleConfiguration(product: product)
        configuration.newModule = .desk
        configuration.shared = shared
        guard let module = try? Module(configuration) else { return nil }
        self.source = source
        self.module = module
        at = ATModule(module)
        session = ATSession(at)
        self.names = ATCommandTable.all.commands(on: product, profile: module.profile).map(\.name) + ["+NOSUCH"]
    }

    /// Acts until the bytes end; then a boot brings the port back.
    mutating func play() throws(Breach) {
        boot()
        while !source.isEmpty {
            let typed = act()
            session.receive(typed, at: module.now)
            var output = session.takeOutput().count
            if session.isWorking || !at.isAnswering {
                at.advance(to: module.now + 30)
                output += session.takeOutput().count
            }
            try hold(output < 1 << 20, "\(output) bytes answer \(String(decoding: typed, as: UTF8.self))")
        }
        session.hangUp(at: module.now)
        module.losePower()
        boot()
        session.receive(Array("ATE0;&F0\rATE0\r".utf8), at: module.now)
        at.advance(to: module.now + 60)
        _ = session.takeOutput()
        session.receive(Array("AT\r".utf8), at: module.now)
        at.advance(to: module.now + 60)
        let answer = String(decoding: session.takeOutput(), as: UTF8.self)
        try hold(answer.contains("OK") || answer.contains("0\r"), "AT is answered by \(answer.debugDescription)")
    }

    private func boot() {
        module.powerOn()
        at.advance(to: module.now + 60)
        _ = session.takeOutput()
    }

    private mutating func act() -> [UInt8] {
        switch source.number(below: 12) {
        case 0: return source.bytes(atMost: 60)
        case 1:
            at.advance(to: module.now + Double(source.byte()))
            return []
        case 2:
            session.hangUp(at: module.now)
            return []
        case 3:
            module.losePower()
            boot()
            return []
        case 4: return Array("AT+UDWNFILE=\"f\",\(source.number(below: 9))\r".utf8) + source.bytes(atMost: 9)
        default: return Array((line() + source.one(of: ["\r", "\r", "\r\n", "\n", ""])).utf8)
        }
    }

    private mutating func line() -> String {
        var commands: [String] = []
        for _ in 0...source.number(below: 3) {
            let name = source.one(of: names)
            let form = source.one(of: ["", "?", "=?", "=", "=", "="])
            guard form == "=" else {
                commands.append(name + form)
                continue
            }
            let parameters = (0..<source.number(below: 5)).map { _ in parameter() }
            commands.append(name + form + parameters.joined(separator: ","))
        }
        return "AT" + commands.joined(separator: ";")
    }

    private mutating func parameter() -> String {
        if source.number(below: 6) == 0 { return "\"\(String(decoding: source.bytes(atMost: 20), as: UTF8.self))\"" }
        if source.number(below: 6) == 0 { return "\(source.byte())" }
        return source.one(of: [
            "", "0", "1", "2", "4", "15", "-1", "123", "65535", "99999999999999999999", "\"\"", "\"/\"", "\"/3/0\"",
            "\"/3300/0\"", "\"XLWM2M\"", "\"object_x.lua\"", "\"", "\\", "x", "\"a\\\"b\"", "\"/1/0/1\"", "\"/5/0/2\"",
            #""{\"bn\":\"/3/0\",\"e\":[{\"n\":\"15\",\"sv\":\"x\"}]}""#,
            #""{\"bn\":\"/1/10\",\"e\":[{\"n\":\"1\",\"v\":1e400}]}""#,
            #""{\"bn\":\"/0/7\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://127.0.0.1\"},{\"n\":\"10\",\"v\":7}]}""#,
        ])
    }
}
