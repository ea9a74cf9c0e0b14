import ATInterface
import Emulator
import FileSystem
import Foundation
import Modem
import TestSupport

/// A module with one AT port on a virtual clock, and what comes out of the port.
final class Line {
    let module: Module
    let at: ATModule
    let session: ATSession
    private(set) var log: [String] = []
    private let folder: TemporaryFolder

    /// A module that is booted, its client running where it starts at all, and nothing said yet.
    init(
        _ product: Product = .default, profile: Int? = nil, newModule: NewModule = .desk, sim: SIMCard? = .default,
        boots: Bool = true
    ) throws {
        folder = try TemporaryFolder()
        var configuration = ModuleConfiguration(product: product)
        configuration.flash = try Flash(folder.url.path)
        configuration.profile = profile
        configuration.newModule = newModule
        configuration.sim = sim
        module = try Module(configuration)
        at = ATModule(module)
        session = ATSession(at)
        session.onLog = { [unowned self] in log.append($0) }
        module.powerOn()
        if boots {
            while module.isBooting, let deadline = at.nextDeadline { at.advance(to: deadline) }
            at.advance(to: module.now + 1)
            _ = session.takeOutput()
        }
    }

    /// What the module sends for some bytes, with the time that a command takes.
    func send(_ bytes: [UInt8]) -> [UInt8] {
        session.receive(bytes, at: module.now)
        var out = session.takeOutput()
        while session.isWorking, session.nextDeadline.map({ $0 < module.now + 15 }) == true, let next = at.nextDeadline
        {
            at.advance(to: next)
            out += session.takeOutput()
        }
        return out
    }

    func send(_ text: String) -> String { String(decoding: send(Array(text.utf8)), as: UTF8.self) }

    /// The lines of the answer to a command line, without the echo.
    func ask(_ command: String) -> [String] {
        var out = send(command + "\r")
        if out.hasPrefix(command + "\r") { out.removeFirst(command.utf8.count + 1) }
        return Self.lines(out)
    }

    /// What comes by itself, with the seconds from now.
    func wait(_ seconds: Double) -> [(after: Double, line: String)] {
        let start = module.now
        let end = start + seconds
        var lines: [(Double, String)] = []
        func take() {
            let text = String(decoding: session.takeOutput(), as: UTF8.self)
            lines += Self.lines(text).map { (module.now - start, $0) }
        }
        take()
        while let next = at.nextDeadline, next <= end {
            at.advance(to: next)
            take()
        }
        at.advance(to: end)
        take()
        return lines
    }

    static func lines(_ text: String) -> [String] {
        text.split { $0 == "\r\n" || $0 == "\r" || $0 == "\n" }.map(String.init)
    }
}
