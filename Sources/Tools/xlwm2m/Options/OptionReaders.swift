import ATInterface
import CommandLine
import Emulator
import LiveModule
import Products
import Wording

import struct CoAP.LinkConditions
import struct CoAP.LinkConditionsError

extension ValueReader<Product> {
    /// The name of a product.
    static var product: ValueReader {
        ValueReader(candidates: Product.all.map(\.name)) { name, _ in try Product.chosen(name) }
    }

    /// The name of a product that runs Lua.
    static var productWithLua: ValueReader {
        ValueReader(candidates: Product.all.filter(\.supportsLua).map(\.name)) { name, _ in
            try Product.chosenWithLua(name)
        }
    }
}

extension ValueReader<String> {
    /// Names of products, to be read by `Product.list`.
    static var productNames: ValueReader { .text(["all"] + Product.all.filter(\.supportsLua).map(\.name)) }
}

extension ValueReader<MNOProfile> {
    /// The number of an operator profile.
    static var profile: ValueReader {
        ValueReader(candidates: MNOProfile.all.map { "\($0.number)" }) { text, _ in try MNOProfile.chosen(text) }
    }
}

extension Product {
    /// The product named by a word of the command line.
    ///
    /// - throws: a usage failure for an unknown name.
    static func chosen(_ name: String) throws -> Product {
        guard let product = Product.named(name) else {
            let known = Product.all.map(\.name)
            let nearest = Spelling.ranked(by: name.uppercased(), known).prefix(3).joined(separator: ", ")
            throw CommandFailure.usage(
                "unknown product '\(name)'\(Spelling.suggestion(for: name.uppercased(), among: known)); "
                    + "the nearest are \(nearest); xlwm2m products lists all")
        }
        return product
    }

    /// The product named by a word, which must run Lua.
    ///
    /// - throws: a usage failure for an unknown name and for a product without Lua.
    static func chosenWithLua(_ name: String) throws -> Product {
        let product = try chosen(name)
        if let why = product.whyNoLua { throw CommandFailure.usage(why) }
        return product
    }

    /// The products named by the values of an option, separated by commas, without duplicates: `all` for those that run
    /// Lua, the default one if there is no value.
    ///
    /// - throws: a usage failure for an unknown name.
    static func list(_ values: [String]) throws -> [Product] {
        let names = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        var products: [Product] = []
        for name in names {
            guard !name.isEmpty else {
                throw CommandFailure.usage(
                    "option '--product' lacks a name in '\(values.joined(separator: ","))'; xlwm2m products lists all")
            }
            for product in name == "all" ? Product.all.filter(\.supportsLua) : [try chosen(name)]
            where !products.contains(where: { $0.name == product.name }) {
                products.append(product)
            }
        }
        return products.isEmpty ? [.default] : products
    }
}

extension MNOProfile {
    /// The operator profile named by a word of the command line.
    ///
    /// - throws: a usage failure for an unknown profile.
    static func chosen(_ text: String) throws -> MNOProfile {
        guard let number = Int(text), let profile = MNOProfile.numbered(number) else {
            let known = MNOProfile.all.map { String($0.number) }.joined(separator: ", ")
            throw CommandFailure.usage("unknown operator profile '\(text)'; there are \(known)")
        }
        return profile
    }
}

extension ValueReader<Double> {
    /// How many times faster than real time the module's time passes.
    static var speed: ValueReader {
        ValueReader(takes: "a number from 0.001 to 100000") { text in
            Double(text).flatMap { (0.001...100_000).contains($0) ? $0 : nil }
        }
    }
}

extension ValueReader<ATWay> {
    /// Where an AT port is.
    static var way: ValueReader {
        ValueReader(takes: "pty, pty=LINK, tcp:PORT, tcp:ADDRESS:PORT or stdio") { ATWay($0) }
    }
}

extension ValueReader<LineShape> {
    /// The speed and latency of a line.
    static var shape: ValueReader {
        ValueReader(takes: "a speed, latency=TIME or both, as 115200,latency=20ms") { LineShape($0) }
    }
}

extension ValueReader<SIMCard?> {
    /// A SIM card, or none.
    static var sim: ValueReader {
        ValueReader(takes: "an IMSI of 15 digits, test or none") { text in
            switch text {
            case "none": return .some(nil)
            case "test": return .test
            default:
                guard SIMCard.isIMSI(text) else { return nil }
                var card = SIMCard.default
                card.imsi = text
                return card
            }
        }
    }
}

extension ValueReader<LinkConditions> {
    /// How a network is that is worse than the one that there is.
    static var conditions: ValueReader {
        ValueReader { text, option in
            do throws(LinkConditionsError) { return try LinkConditions(parsing: text) } catch {
                throw CommandFailure.usage("option '\(option)': \(error)")
            }
        }
    }
}

/// Help for options that several commands share, with the same meaning.
enum SharedHelp {
    static let commands = "run commands, separated by ';', and end when they are done"
    static let linesOfJSON = "one JSON object per line for each answer and each event"
    static let undoRefused =
        "undo a write or a create that a script refuses after it changed something;\na module does not"
    static let conditions = "simulate a bad network: loss=20%,delay=300ms±100,dup=5%,seed=7;\nsee docs/client.md"
    static let recording = "record the datagrams; Wireshark opens them decrypted"
}
