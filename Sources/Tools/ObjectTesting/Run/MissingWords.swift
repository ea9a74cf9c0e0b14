/// Words of other test frameworks that are missing here, and what replaces them.
enum MissingWords {
    /// A message of Lua with a line about the missing word; unchanged if no known word is missing.
    static func explained(_ message: String) -> String {
        let word = missingGlobal(in: message) ?? missingModule(in: message) ?? missingAssertion(in: message)
        guard let word, let hint = hint(for: word) else { return message }
        return "\(message)\n\(hint)"
    }

    private static func hint(for word: String) -> String? {
        switch word {
        case "spy", "called_with", "called", "luassert.spy":
            "there are no spies: put a function of your own in its place, which keeps what it is called with: "
                + "local calls = {}; t.f = function(...) calls[#calls + 1] = { ... } end"
        case "stub", "luassert.stub":
            "there are no stubs: set the field itself, t.f = function() return 3 end; each test has a fresh device and "
                + "globals as they were, so that nothing has to be put back"
        case "mock", "luassert.mock":
            "there are no mocks: give the code under test a table of your own functions; device plays the module"
        case "match", "matcher", "luassert.match":
            "there are no matchers: look at the value itself with assert.is_table(x), assert.near(21.5, x, 0.1) or "
                + "assert.matches('^%d+$', x)"
        case "snapshot":
            "nothing has to be put back: each test begins with the device and the globals as the file left them"
        case "luaunit", "LuaUnit":
            "luaunit is not here and not needed: global functions test_* and tables Test* with setUp and tearDown are "
                + "found by themselves; write assert.equal(expected, actual) for assertEquals"
        case "busted", "busted.runner", "luassert", "luassert.assert", "telescope", "lust", "lunatest", "lunit":
            "\(word) is not needed: describe, it, before_each, after_each and assert are there"
        default:
            // LuaUnit 2 had its assertions as globals.
            word.hasPrefix("assert") && word.count > 6 || word.hasPrefix("assert_")
                ? "assertions stand in the table assert: assert.equal(expected, actual), assert.same(t, u), "
                    + "assert.is_nil(x), assert.has_error(f)"
                : nil
        }
    }

    /// `attempt to index a nil value (global 'spy')`; a local one has its own reasons to be nil.
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
    /// What stands behind the first place of a text; nil if it is not there.
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
