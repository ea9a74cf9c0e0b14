import ATInterface
import Products
import Randomness

/// Makes command lines that are nearly right, and some that are nothing.
struct LineFuzzer {
    private let names: [String]

    init(on product: Product, profile: Int, _ random: inout SeededSequence) {
        names =
            ATCommandTable.all.commands(on: product, profile: profile).map(\.name)
            .filter { !["S", "+UDWNFILE", "+ULWM2MADD"].contains($0) } + ["+UDWNFILE", "+NOSUCH"]
    }

    private static let parameters = [
        "", "0", "1", "2", "4", "15", "16", "25", "-1", "123", "255", "65535", "99999999999999999999", "\"\"", "\"/\"",
        "\"/3/0\"", "\"/3300/0\"", "\"XLWM2M\"", "\"object_x.lua\"", "\"", "\\", "x", ";", "?", "=", "\"a\\\"b\"",
        #""{\"bn\":\"/3/0\",\"e\":[{\"n\":\"15\",\"sv\":\"x\"}]}""#,
        #""{\"bn\":\"/1/10\",\"e\":[{\"n\":\"1\",\"v\":1e400}]}""#,
    ]

    mutating func next(_ random: inout SeededSequence) -> [UInt8] {
        var text = "AT"
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            text += names.randomElement(using: &random)!
            text += ["", "?", "=?", "=", "="].randomElement(using: &random)!
            text += (0..<Int.random(in: 0...4, using: &random)).map { _ in
                Self.parameters.randomElement(using: &random)!
            }.joined(separator: ",")
            text += ";"
        }
        var bytes = Array(text.utf8.dropLast())
        for _ in 0..<[0, 0, 0, 1, 3].randomElement(using: &random)! where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...2, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
            }
        }
        return bytes + [13]
    }
}
