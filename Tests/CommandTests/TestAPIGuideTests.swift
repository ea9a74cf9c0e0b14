import Foundation
import TestSupport
import Testing

/// docs/test-api.md is made from the library that `init` gives to editors, and that library has what there is.
struct TestAPIGuideTests {
    private static func library() throws -> String {
        try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/ObjectWriter/Templates/library_test.lua"),
            encoding: .utf8)
    }

    /// Without the file the test writes it, and fails once.
    @Test func thePageIsMadeFromTheLibrary() throws {
        try expectGolden(TestAPIPage(try Self.library()).text, "docs/test-api.md")
    }

    /// Every word that a test finds is in the library, and the other way round.
    @Test func theLibraryHasAllThatThereIs() throws {
        let folder = try TemporaryFolder()
        let test = """
            local plain = {}
            for name in ("_G _VERSION assert collectgarbage coroutine error getmetatable ipairs load math next os pairs pcall print"
              .. " rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 xpcall coap"
              .. " lwm2m_interface_type lwm2m_carrier_id lwm2m_object_tbl_add utils_copy_table plain"):gmatch("%S+") do
              plain[name] = true
            end
            it("lists", function()
              local names = {}
              local function add(prefix, t)
                for name, value in pairs(t) do
                  if type(value) == "function" and name:sub(1, 2) ~= "__" then names[#names + 1] = prefix .. name end
                end
              end
              for name in pairs(_G) do
                if not plain[name] and not name:find("^lua_") then names[#names + 1] = name end
              end
              add("device.", device)
              add("contract.", contract)
              add("requester:", getmetatable(device.host))
              table.sort(names)
              print(table.concat(names, " "))
              error("shown")
            end)
            """
        try folder.write(test, to: "a_test.lua")
        let run = try Program.run(["test", "a_test.lua"], in: folder.url)
        let line = try #require(
            run.standardOutput.split(separator: "\n").first { $0.contains("describe") && $0.contains("device.urcs") })
        let found = Set(line.split(separator: " ").map(String.init))
        let page = TestAPIPage(try Self.library())
        #expect(found.subtracting(page.names) == [])
        #expect(page.names.subtracting(found) == [])
    }
}

/// The Markdown of a library in the annotations of LuaLS.
struct TestAPIPage {
    /// The functions and tables, `device.load`, `requester:read`, `match`.
    private(set) var names: Set<String> = []
    private(set) var text = """
        # What a test finds

        All words of `xlwm2m test`, made from the library that `xlwm2m init` gives to editors (`library/xlwm2m_device.lua`).
        [testing.md](testing.md) shows how they are used.

        """

    init(_ library: String) {
        var comment: [String] = []
        for line in library.components(separatedBy: "\n") {
            if line.hasPrefix("-- --- ") {
                let title = line.dropFirst(7).prefix { $0 != "-" }.trimmingCharacters(in: .whitespaces)
                text += "\n## \(title)\n\n| word | |\n| --- | --- |\n"
            } else if line.hasPrefix("---") {
                comment.append(String(line.dropFirst(3)))
            } else {
                if !line.isEmpty, !line.hasPrefix("--"), !line.hasPrefix("local ") { add(line, comment) }
                if line.hasPrefix("local ") || line.isEmpty, comment.contains(where: { $0.hasPrefix("@class") }) {
                    addFields(comment, of: nil)
                }
                comment = []
            }
        }
    }

    private mutating func add(_ line: String, _ comment: [String]) {
        if line.hasPrefix("function ") {
            let call = line.dropFirst("function ".count).replacingOccurrences(of: " end", with: "")
            names.insert(String(call.prefix { $0 != "(" }))
            row(call, Self.words(comment) + Self.answers(comment))
        } else {
            let name = String(line.prefix { $0 != " " })
            if name != "assert" { names.insert(name) }
            row(name, Self.words(comment))
            addFields(comment, of: name)
        }
    }

    private mutating func addFields(_ comment: [String], of name: String?) {
        let owner =
            name ?? comment.first { $0.hasPrefix("@class") }.map {
                Self.owners[String($0.split(separator: " ")[1])] ?? ""
            } ?? ""
        if name == nil, !Self.words(comment).isEmpty, owner != "requester" { row(owner, Self.words(comment)) }
        for field in comment where field.hasPrefix("@field ") && !field.hasPrefix("@field [") {
            let parts = field.split(separator: " ", maxSplits: 2).map(String.init)
            row(
                "\(owner).\(parts[1])",
                parts.count > 2 ? "`\(parts[2].replacingOccurrences(of: "|", with: "\\|"))`" : "")
        }
    }

    private static let owners = [
        "xlwm2m.spy": "spy_or_stub", "xlwm2m.spy_assert": "assert.spy(s)", "xlwm2m.requester": "requester",
    ]

    private mutating func row(_ word: String, _ words: String) {
        text += "| `\(word)` | \(words.trimmingCharacters(in: .whitespaces)) |\n"
    }

    private static func words(_ comment: [String]) -> String {
        comment.filter { !$0.hasPrefix("@") }.joined(separator: " ").replacingOccurrences(of: "|", with: "\\|")
    }

    /// ` Answers value (nil for a refusal), code (one of coap).`
    private static func answers(_ comment: [String]) -> String {
        let answers = comment.filter { $0.hasPrefix("@return ") }.map { line -> String in
            let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
            let name = parts.count > 2 ? parts[2] : parts[1].replacingOccurrences(of: "|", with: "\\|")
            return parts.count > 3 ? "\(name) (\(parts[3]))" : name
        }
        return answers.isEmpty ? "" : " Answers \(answers.joined(separator: ", "))."
    }
}
