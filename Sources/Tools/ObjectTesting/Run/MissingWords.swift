import Wording

/// Words of other test frameworks that do not exist here or are spelled differently, with their replacements.
enum MissingWords {
    /// A Lua message with a line about the missing word; unchanged if it names no known missing word.
    static func explained(_ message: String) -> String {
        if let meant = meantDeclaration(in: message) { return "\(message)\ndid you mean \(meant)?" }
        let word = missingGlobal(in: message) ?? missingModule(in: message) ?? missingAssertion(in: message)
        guard let word, let hint = hint(for: word) else { return message }
        return "\(message)\n\(hint)"
    }

    /// The declaration closest to one that does not exist, from `there is no contract.refuze: there are ...`.
    private static func meantDeclaration(in message: String) -> String? {
        guard let after = message.after("there is no contract."), let known = after.after(": there are ") else {
            return nil
        }
        let words = known.split(separator: ", ").map(String.init)
        return Spelling.nearest(to: String(after.prefix { $0 != ":" }), among: words).map { "contract.\($0)" }
    }

    private static func hint(for word: String) -> String? {
        switch word {
        case "snapshot":
            "nothing has to be put back: each test begins with the device and the globals as the file left them"
        case "luaunit", "LuaUnit", "lu":
            "LuaUnit's assertions come with local luaunit = require 'luaunit'; tests are global functions test_* and tables "
                + "Test*, which are found by themselves"
        case "telescope", "lust", "lunatest", "lunit":
            "\(word) is not needed: describe, it, before_each, after_each and assert are there"
        default:
            // In LuaUnit 2 the assertions were globals.
            word.hasPrefix("assert") && word.count > 6 || word.hasPrefix("assert_")
                ? "assertions stand in the table assert: assert.equal(expected, actual), assert.same(t, u), "
                    + "assert.is_nil(x), assert.has_error(f)"
                : nil
        }
    }

    /// `attempt to index a nil value (global 'spy')`; a local can be nil for other reasons.
    private static func missingGlobal(in message: String) -> String? {
        guard let after = message.after("a nil value (global '") else { return nil }
        return String(after.prefix { $0 != "'" })
    }

    /// `module 'luaunit' not found`.
    private static func missingModule(in message: String) -> String? {
        guard message.contains("' not found"), let quoted = message.after("module '") else { return nil }
        return String(quoted.prefix { $0 != "'" })
    }

    /// `there is no assertion 'spy'`.
    private static func missingAssertion(in message: String) -> String? {
        guard let quoted = message.after("there is no assertion '") else { return nil }
        return String(quoted.prefix { $0 != "'" })
    }
}

extension StringProtocol {
    /// What follows the first occurrence of a text; nil if it does not occur.
    fileprivate func after(_ text: String) -> Substring? {
        let bytes = Substring(self).utf8
        let wanted = text.utf8
        var start = bytes.startIndex
        while start != bytes.endIndex {
            if bytes[start...].starts(with: wanted) {
                return Substring(bytes[bytes.index(start, offsetBy: wanted.count)...])
            }
            start = bytes.index(after: start)
        }
        return nil
    }
}
