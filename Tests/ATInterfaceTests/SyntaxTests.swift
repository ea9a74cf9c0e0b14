import ATInterface
import Emulator
import Products
import Testing

/// A set command takes what its own test form says and nothing else: each command on each product.
@Suite struct SyntaxTests {
    static let names = Product.all.map(\.name)

    /// Values that a parameter takes, and values that it does not, as they are typed.
    struct Values {
        var taken: [String]
        var refused: [String]

        init(_ field: ATField) {
            switch field.values {
            case .numbers(let ranges):
                let inside = ranges.flatMap { [$0.lowerBound, $0.upperBound] }
                let outside = ranges.flatMap { range in
                    [range.lowerBound.subtractingReportingOverflow(1), range.upperBound.addingReportingOverflow(1)]
                        .filter { !$0.overflow }.map(\.partialValue)
                }.filter { value in !ranges.contains { $0.contains(value) } }
                taken = inside.map(String.init)
                refused = outside.map(String.init) + inside.prefix(1).map { "\"\($0)\"" } + ["x", "1.5", "1x"]
            case .mask:
                taken = ["0", "18446744073709551615"]
                refused = ["18446744073709551616", "-1", "\"1\"", "x"]
            case .words(let words):
                taken = words.map { "\"\($0)\"" }
                refused = words.prefix(1).map { String($0) } + ["\"NOSUCH\"", "\"\"", "1"]
            case .bits(let count):
                taken = ["0", "1"].map { "\"\(String(repeating: $0, count: count))\"" }
                refused =
                    ["0", "2"].map { String(repeating: $0, count: count) }
                    + [
                        "\"\(String(repeating: "0", count: count - 1))\"",
                        "\"\(String(repeating: "2", count: count))\"",
                    ]
                    + ["\"\(String(repeating: "0", count: count + 1))\""]
            case .text(let length):
                taken = []
                refused = ["x", "1"]
                if length.upperBound < 500 {
                    refused.append("\"\(String(repeating: "a", count: length.upperBound + 1))\"")
                }
            case .nothing:
                taken = [""]
                refused = ["0", "1", "\"\""]
            }
        }
    }

    /// A right value for each parameter, where the first of its range is not one.
    static func first(_ field: ATField) -> String {
        if let value = Values(field).taken.first { return value }
        return ["time": "\"24/01/01,00:00:00+00\"", "production_sim": "\"00101\""][field.name] ?? "\"a\""
    }

    static func commands(_ line: Line) -> [(command: ATCommand, fields: [ATField])] {
        ATCommandTable.all.commands(on: line.module.product, profile: line.module.profile).compactMap { command in
            command.syntax.map { (command, $0.fields(on: line.at)) }
        }
    }

    /// What a command answered to a syntax that is wrong, by its code.
    static let wrong = ["+CME ERROR: 4", "+CME ERROR: 3", "+CME ERROR: 1500", "+CME ERROR: 1502"]

    @Test(arguments: names) func refusesWhatItsParametersAreNot(_ name: String) throws {
        let product = try #require(Product.named(name))
        let line = try Line(product, profile: product.supportsLua ? 2 : nil)
        _ = line.ask("ATE0;+CMEE=1")
        var checked = 0
        func refuse(_ command: ATCommand, _ parameters: [String], _ why: String) {
            let typed = "AT\(command.name)=\(parameters.joined(separator: ","))"
            let before = line.log.count
            let answer = line.ask(typed)
            checked += 1
            #expect(
                answer.count == 1 && Self.wrong.contains(answer[0]), "\(product.name): \(typed) (\(why)): \(answer)")
            #expect(line.log.count > before, "\(product.name): nothing was said of \(typed)")
        }
        for (command, fields) in Self.commands(line) {
            let right = fields.map(Self.first)
            for (index, field) in fields.enumerated() {
                for value in Values(field).refused {
                    var typed = Array(right[...index])
                    typed[index] = value
                    // What stands behind it has to be there where it is not to be blamed for being missing.
                    let last = fields.lastIndex(where: \.isRequired) ?? index
                    if last > index { typed += right[(index + 1)...last] }
                    refuse(command, typed, "<\(field.name)>")
                }
                guard field.isRequired else { continue }
                var typed = right
                typed[index] = ""
                refuse(command, typed, "without <\(field.name)>")
                // A row may have a shorter form of its own.
                let isWhole = command.syntax?.fields(on: line.at, count: index).count == index
                if index > 0, !isWhole { refuse(command, Array(right[..<index]), "ends before <\(field.name)>") }
            }
            refuse(command, right + ["1"], "too many")
        }
        #expect(checked > 300)
    }

    /// The values at the ends of the ranges, each in the line that is right otherwise, are no mistake of syntax.
    @Test(arguments: names) func takesWhatItsTestFormSays(_ name: String) throws {
        let product = try #require(Product.named(name))
        var line = try Line(product, profile: product.supportsLua ? 2 : nil)
        _ = line.ask("ATE0;+CMEE=1")
        for (command, fields) in Self.commands(line) where !Self.leads.contains(command.name) {
            let right = fields.map(Self.first)
            for (index, field) in fields.enumerated() {
                for value in Values(field).taken {
                    let last = max(index, fields.lastIndex(where: \.isRequired) ?? index)
                    var typed = Array(right[...last])
                    typed[index] = value
                    let text = "AT\(command.name)=\(typed.joined(separator: ","))"
                    let answer = line.ask(text)
                    #expect(
                        answer.last == "OK" || Self.byState.contains("\(command.name) \(field.name)"),
                        "\(product.name): \(text): \(answer)")
                    guard line.at.isAnswering else { break }
                }
                if !line.at.isAnswering {
                    line = try Line(product, profile: product.supportsLua ? 2 : nil)
                    _ = line.ask("ATE0;+CMEE=1")
                }
            }
        }
    }

    /// Commands whose parameters name something that has to be there: a path, a file, a server, a pin in a mode.
    static let leads: Set = [
        "+ULWM2MLIST", "+ULWM2MADD", "+ULWM2MREMOVE", "+ULWM2MCREATE", "+ULWM2MDELETE", "+ULWM2MREAD", "+ULWM2MWRITE",
        "+ULWM2MREG", "+ULWM2MDEREG", "+UDWNFILE", "+URDFILE", "+URDBLOCK", "+UDELFILE", "+ULSTFILE", "+UGPIOR",
        "+UGPIOW",
        "+ULWM2MPULSE", "+CPIN", "+CRSM", "+ULWM2MCONFIG", "+UMNOPROF", "+CFUN",
    ]

    /// Values that are right and refused by what else is typed, or by the state of the module.
    static let byState: Set = [
        "+COPS mode", "+ULWM2M activation_mode", "+ULWM2M persistent", "+UGPIOC gpio_mode",
        "+UGPIOC gpio_out_val",
    ]

    /// What the test form prints is what the parameters are: no range is written down a second time.
    @Test(arguments: names) func printsItsRanges(_ name: String) throws {
        let product = try #require(Product.named(name))
        let line = try Line(product, profile: product.supportsLua ? 2 : nil)
        _ = line.ask("ATE0")
        let own: Set = ["+COPS", "+CGDCONT", "+UGPIOC", "+ULWM2MPULSE", "+UMNOPROF"]
        for (command, fields) in Self.commands(line) where !own.contains(command.name) {
            guard command.forms.contains(.test) else { continue }
            let answer = line.ask("AT\(command.name)=?")
            let shown = fields.filter { !$0.isHidden }.map(\.shown).joined(separator: ",")
            #expect(answer == ["\(command.name): \(shown)", "OK"] || answer == ["OK"], "\(command.name): \(answer)")
        }
    }

    /// The wrong values of the commands that hosts send most.
    static let wrongLines = [
        "+UCGED=3", "+CTZU=2", "+CEDRXS=4", "+CEDRXS=1,3", "+CEDRXS=2,4,\"01\"", "+CEDRXS=2,4,0101", "+UDCONF=7,1",
        "+UDCONF=1,2", "+CGEREP=3", "+CGEREP=1,2", "+IFC=3,2", "+IFC=2,3", "+CEMODE=4", "+UPSV=5", "+UPSV=1,39",
        "+UPSMR=2", "+UGPRF=8", "+UGPRF=1,65536", "+UREG=2", "+URAT=6", "+UBANDMASK=2,1", "+UBANDMASK=0", "+CPSMS=3",
        "+CPSMS=1,,,\"1\"", "+CPSMS=1,,,00000110", "+CGAUTH=99,1", "+CGAUTH=1,3", "+UAUTHREQ=1,3", "+UAUTHREQ=99,0",
        "+UPSD=7,0,0", "+UPSD=0,50,0", "+UPORTFWD=5,1", "+UPORTFWD=100,2", "+CSCON=2", "+CSGT=2", "+UCTS=2",
    ]
    @Test(arguments: wrongLines) func isRefused(_ typed: String) throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=1")
        #expect(line.ask("AT\(typed)") == ["+CME ERROR: 4"])
        // Nothing of it is kept.
        let name = typed.prefix { $0 != "=" }
        let new = try Line()
        _ = new.ask("ATE0;+CMEE=1")
        #expect(line.ask("AT\(name)?") == new.ask("AT\(name)?"))
    }
}
