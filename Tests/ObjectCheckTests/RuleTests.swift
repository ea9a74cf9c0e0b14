import ObjectCheck
import Testing

struct RuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var text: String
        var name = "object_lamp.lua"
        var product = "SARA-R510S-01B"
        /// `line severity rule: message`.
        let findings: [String]

        init(
            _ description: String, _ text: String, name: String = "object_lamp.lua",
            product: String = "SARA-R510S-01B", _ findings: String...
        ) {
            testDescription = description
            self.text = text
            self.name = name
            self.product = product
            self.findings = findings
        }
    }

    @Test(
        arguments: fileCases + contractCases + nameCases + resourceCases + tableCases + codeCases + bindingCases
            + globalCases)
    func finds(_ test: Case) {
        #expect(!test.text.isEmpty)
        #expect(Lamp.findings(test.text, named: test.name, for: test.product) == test.findings)
    }

    struct Form: Sendable, CustomTestStringConvertible {
        var testDescription: String { code }
        let code: String
        /// What a product that takes `(length, text)` has against it, and one that takes `(text)`; nil for nothing.
        let pair, text: String?

        init(_ code: String, pair: String? = nil, text: String? = nil) {
            (self.code, self.pair, self.text) = (code, pair, text)
        }
    }

    static let forms = [
        Form("lua_send_urc(string.format('%d', inst))", pair: "1 argument"),
        Form("lua_send_urc(tostring(new))", pair: "1 argument"),
        Form("lua_send_urc(('a'):rep(3))", pair: "1 argument"),
        Form("local s = ('a'):rep(3) lua_send_urc(s)", pair: "1 argument"),
        Form("local s = string.format('%d', inst) lua_send_urc(s)", pair: "1 argument"),
        Form("lua_send_urc('a' .. inst)", pair: "1 argument"),
        Form("local function s() return 'a' .. inst end lua_send_urc(s())", pair: "1 argument"),
        Form("lua_send_urc(new and 'on' or 'off')", pair: "1 argument"),
        Form("lua_send_urc(string.len('a'), 'a')", text: "2 arguments"),
        Form("local s = tostring(inst) lua_send_urc(#s, s)", text: "2 arguments"),
        Form("lua_send_urc(1, string.format('%d', inst))", text: "2 arguments"),
        Form("lua_send_urc(tostring(inst), 1)", pair: "a text as the length", text: "2 arguments"),
        Form("local s = 'a' .. inst lua_send_urc(s, #s)", pair: "a text as the length", text: "2 arguments"),
        Form("lua_send_urc(('a'):gsub('a', 'b'))", pair: "a text as the length", text: "2 arguments"),
        Form("lua_send_urc(string.len(new))", pair: "1 argument", text: "a number"),
        Form("local n = inst + 1 lua_send_urc(n)", pair: "1 argument", text: "a number"),
        Form("lua_send_urc(new:upper())", pair: "1 argument"), Form("lua_send_urc(new:find('a'))"),
        Form("local f = new lua_send_urc(f(1))"),
        Form("local function f(...) lua_send_urc(...) end f(1, 'a')"),
    ]

    /// Calls whose arguments only a call answers.
    @Test(arguments: forms) func knowsTheFormOfACall(_ form: Form) {
        for (product, wanted, fault) in [
            ("SARA-R422S-01B", "lua_send_urc(length, text)", form.pair),
            ("SARA-R500S-00B", "lua_send_urc(text)", form.text),
        ] {
            let found = Lamp.findings(Lamp.writing(form.code), for: product).filter { $0.contains("binding-form") }
            let expected = fault.map {
                "28 error binding-form: \(product) takes \(wanted), and this call gives \($0): change the call, or check for "
                    + "the product that it is meant for"
            }
            #expect(found == [expected].compactMap(\.self))
        }
    }

    @Test func hasACaseForEachRule() {
        let cases =
            Self.fileCases + Self.contractCases + Self.nameCases + Self.resourceCases + Self.tableCases + Self.codeCases
            + Self.bindingCases + Self.globalCases
        let tested = Set(cases.flatMap(\.findings).map { $0.split(separator: " ")[2].dropLast() })
        // These have tests of their own: they need several files, much room or another product.
        let elsewhere: Set<Substring> = ["not-an-object", "file-size", "lua-unsupported", "id-clash"]
        #expect(Set(Rule.all.map { Substring($0.id) }) == tested.union(elsewhere))
    }
}
