import Emulator
import Foundation
import LwM2M
import Products
import TestSupport
import Testing

/// A conversation with a module as a text: `>` typed, `<` answered, `=` something else that happens.
///
/// A line that comes by itself stands behind the seconds that had passed: `<5 +ULWM2MSTAT: 5,1`. Each file says in its
/// first lines which modules it is about.
struct Transcript: CustomTestStringConvertible {
    let path: String
    var testDescription: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

    static let folder = "Tests/ATInterfaceTests/Transcripts"

    static let all: [Transcript] = {
        let folder = Corpus.checkout.appendingPathComponent(Self.folder)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().map { Transcript(path: Self.folder + "/" + $0) }
    }()

    var text: String {
        get throws { try String(contentsOf: Corpus.checkout.appendingPathComponent(path), encoding: .utf8) }
    }

    /// The products that the file names.
    func products() throws -> [Product] {
        let line = try text.split(separator: "\n").first { $0.hasPrefix("= product ") } ?? ""
        return try line.dropFirst(10).split(separator: ",").map {
            let name = $0.trimmingCharacters(in: .whitespaces)
            guard let product = Product.named(name) else {
                throw CocoaError(.featureUnsupported, userInfo: ["name": name])
            }
            return product
        }
    }

    /// The text as it comes out on a product. Of the module nothing is left then, whatever it was doing.
    func play(on product: Product) throws -> String {
        weak var module: Module?
        let text = try play(on: product) { module = $0 }
        #expect(module == nil, "\(product.name) outlives \(path), with its files open")
        return text
    }

    private func play(on product: Product, _ module: (Module?) -> Void) throws -> String {
        var out: [String] = []
        var player = Player(product)
        // Where a conversation holds for several products, what they say of themselves is left open.
        let isOfOne = try products().count == 1
        let firmware = product.firmware
        let own = [
            "< " + product.modelName: "< (its model)", "< " + firmware.modem: "< (its firmware)",
            "< Revision: " + firmware.modem: "< (its revision)",
            "< \(firmware.modem),\(firmware.application)": "< (its versions)",
        ]
        for line in try text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("<") {
            out.append(String(line))
            out += try player.play(String(line)).map { isOfOne ? $0 : own[$0] ?? $0 }
        }
        module(player.line?.module)
        return out.joined(separator: "\n")
    }

    /// Does what the lines of a transcript say.
    private struct Player {
        private let product: Product
        private var profile: Int?
        private var newModule = NewModule.desk
        private var sim: SIMCard? = .default
        private var boots = true
        private var isOnline = false
        private(set) var line: Line?

        init(_ product: Product) { self.product = product }

        private mutating func made() throws -> Line {
            if let line { return line }
            let new = try Line(
                product, profile: profile, newModule: newModule, sim: sim, boots: boots, isOnline: isOnline)
            line = new
            return new
        }

        mutating func play(_ text: String) throws -> [String] {
            if text.hasPrefix("> ") { return try made().ask(String(text.dropFirst(2))).map { "< " + $0 } }
            guard text.hasPrefix("= ") else { return [] }
            let words = text.dropFirst(2).split(separator: " ").map(String.init)
            let number = words.count > 1 ? Double(words[1]) : nil
            switch words[0] {
            case "product": break
            case "profile": profile = number.map { Int($0) }
            case "factory": newModule = .factory
            case "sim": sim = words[1] == "none" ? nil : .test
            case "card": try made().module.sim = words[1] == "out" ? nil : .default
            case "cold": boots = false
            case "online": isOnline = true
            case "wait": return Self.timed(try made().wait(number ?? 0))
            case "upload-object": return try made().uploadSensor().map { "< " + $0 }
            case "bytes":
                let text = words.dropFirst().joined(separator: " ").replacingOccurrences(of: "\\r", with: "\r")
                    .replacingOccurrences(of: "\\n", with: "\n")
                return Line.lines(try made().send(Array(text.utf8))).map { "< " + $0 }
            case "server": try ask(Array(words.dropFirst()))
            case "power": try made().module.powerOn()
            case "network":
                try made().at.setCoverage(isOutOfReach: words[1] == "lost", isRoaming: words[1] == "roaming")
            case "pin":
                let line = try made()
                return ["< pin \(words[1]) is \(line.at.level(ofPin: Int(words[1]) ?? 0).map(String.init) ?? "none")"]
            default: throw CocoaError(.featureUnsupported, userInfo: ["line": text])
            }
            return []
        }

        /// What the u-blox server asks: `write /5/0/1 TEXT`, `execute /5/0/2`.
        private mutating func ask(_ words: [String]) throws {
            let line = try made()
            let path = try Path(parsing: words[1])
            if words[0] == "execute" {
                try line.module.dataModel.execute(path, arguments: "", from: .server(721))
            } else {
                let text = words.dropFirst(2).joined(separator: " ")
                try line.module.dataModel.write(
                    [Resource(id: path.resource ?? 0, value: .string(text))], to: path, mode: .replace,
                    from: .server(721))
            }
        }

        private static func timed(_ lines: [(after: Double, line: String)]) -> [String] {
            lines.map { "<\(($0.after * 10).rounded() / 10) \($0.line)".replacingOccurrences(of: ".0 ", with: " ") }
        }
    }
}
